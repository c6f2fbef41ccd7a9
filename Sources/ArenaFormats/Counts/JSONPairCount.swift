import Foundation

/// A pair-count record of JSON.
struct JSONPairCount {
    /// The two models' names.
    let models: [String]
    /// The four counts in the order of ``PairCountField/counts``.
    let counts: [Int64]

    /// Reads the bytes of one object.
    static func read(_ bytes: Data, file: String, line: Int) throws(BattleFileError) -> JSONPairCount {
        guard let object = try? JSONDecoder().decode([String: Member].self, from: bytes) else {
            throw BattleFileError(.brokenJSON, file: file, line: line, problem: "is not a JSON object")
        }
        var models: [String] = []
        for field in PairCountField.models {
            switch object[field.rawValue] {
            case .text(let name)?: models.append(name)
            case nil, .absent?:
                let problem = "is missing; every pair needs it"
                throw BattleFileError(.missingField, file: file, line: line, field: field.rawValue, problem: problem)
            default:
                let problem = "is not a string"
                throw BattleFileError(.badValue, file: file, line: line, field: field.rawValue, problem: problem)
            }
        }
        var counts: [Int64] = []
        for field in PairCountField.counts {
            switch object[field.rawValue] {
            case .count(let count)? where count >= 0: counts.append(count)
            case .count(let count)?: throw PairCountsReader.badCount("is \(count)", field, file, line)
            case nil where field.isOptional, .absent? where field.isOptional: counts.append(0)
            case nil, .absent?:
                let problem = "is missing; every pair needs it"
                throw BattleFileError(.missingField, file: file, line: line, field: field.rawValue, problem: problem)
            case .number(let number)?: throw PairCountsReader.badCount("is \(number)", field, file, line)
            case .text(let text)?: throw PairCountsReader.badCount("is \(ShownValue.quoted(text))", field, file, line)
            case .other?: throw PairCountsReader.badCount("is of another kind", field, file, line)
            }
        }
        return JSONPairCount(models: models, counts: counts)
    }

    /// A member's value.
    private enum Member: Decodable {
        case absent
        case count(Int64)
        case number(Double)
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .absent
            } else if let count = try? container.decode(Int64.self) {
                self = .count(count)
            } else if let number = try? container.decode(Double.self) {
                self = .number(number)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }
}
