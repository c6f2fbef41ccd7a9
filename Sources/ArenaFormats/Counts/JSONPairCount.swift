/// A pair-count record of JSON.
struct JSONPairCount {
    /// The two models' names.
    let models: [String]
    /// The four counts in the order of ``PairCountField/counts``.
    let counts: [Int64]

    /// Reads the bytes of one object.
    init(_ bytes: ArraySlice<UInt8>, parser: JSONParser, file: String, line: Int) throws(BattleFileError) {
        guard let object = JSONText.value(bytes, by: parser)?.value, object.isObject else {
            throw BattleFileError(.brokenJSON, file: file, line: line, problem: "is not a JSON object")
        }
        func error(_ code: BattleFileError.Code, _ field: PairCountField, _ problem: String) -> BattleFileError {
            BattleFileError(code, file: file, line: line, field: field.rawValue, problem: problem)
        }
        func member(_ field: PairCountField) throws(BattleFileError) -> JSONValue? {
            // A table's word for no value may be a model's name, but no count.
            if let value = object.member(field.rawValue), !value.isNull,
                PairCountField.models.contains(field) || !(value.text.map(TableValue.isAbsent) ?? false)
            {
                return value
            }
            guard field.isOptional else { throw error(.missingField, field, "is missing; every pair needs it") }
            return nil
        }
        models = try PairCountField.models.map { field throws(BattleFileError) in
            let value = try member(field)
            guard let name = value?.text ?? value?.number?.wholeDigits else {
                throw error(.badValue, field, "is not a string")
            }
            return name
        }
        counts = try PairCountField.counts.map { field throws(BattleFileError) in
            guard let value = try member(field) else { return 0 }
            guard let digits = value.number?.wholeDigits ?? value.text, let count = TableValue.wholeNumber(digits),
                count >= 0
            else {
                let shown = value.number?.description ?? value.text.map(ShownValue.quoted) ?? value.description
                throw PairCountsReader.badCount("is \(shown)", field, file, line)
            }
            return count
        }
    }
}
