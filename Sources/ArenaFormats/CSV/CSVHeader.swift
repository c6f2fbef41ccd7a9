/// A CSV file's header: which column holds which field.
struct CSVHeader {
    /// How many columns every row must have.
    let columnCount: Int
    /// The columns that hold no field of a battle.
    let ignored: [String]
    /// The column of each field by the field's raw value; -1 when the file has none.
    private let columns: [Int]
    /// Whether any field beyond the required ones has a column.
    let hasOptionalFields: Bool
    /// Whether any of the fields from the turn on has a column.
    let hasCircumstances: Bool
    private let fieldNames: [String]
    /// Whether it is the 55k file: who won stands in three columns, and texts are arrays of JSON, a text for each turn.
    let isFlagged: Bool
    /// Whether texts may be arrays of JSON: the three columns of the 55k file are there, with a winner worked out or without.
    let holdsTurns: Bool
    /// The column of each feature asked for, with its name; none where it can be measured instead.
    let features: [(name: String, column: Int?)]
    /// The column of each text asked for, with its name, and which member of what its cells hold as JSON is meant; empty for the cell.
    let texts: [(name: String, column: Int, member: String)]
    /// The columns with objects and lists of LMArena's records, which their cells hold as JSON.
    let nested: [Int]
    /// The columns that mean nothing to the arena, where they are to be kept.
    let further: [(name: String, column: Int)]
    /// All columns' names.
    let names: [String]

    /// Reads the names of the header row on `line`; spaces around a name do not count.
    init(names: [String], _ asked: ColumnsAsked, file: String, line: Int) throws(BattleFileError) {
        var columns = Array(repeating: -1, count: BattleField.allCases.count)
        var fieldNames = BattleField.allCases.map(\.name)
        for field in BattleField.allCases {
            // Where a file has two names of one field, the preferred one counts and the other is ignored.
            for name in field.names {
                let places = names.indices.filter { names[$0] == name }
                if places.count > 1 {
                    throw BattleFileError(
                        .duplicateColumn,
                        file: file,
                        line: line,
                        field: name,
                        problem: "the header has \(places.count) columns of this name; keep one"
                    )
                }
                if let place = places.first, columns[field.rawValue] < 0 {
                    columns[field.rawValue] = place
                    fieldNames[field.rawValue] = name
                }
            }
        }
        // The 55k file has three columns of 0 and 1 in place of the winner, and its texts are arrays of JSON.
        let isFlagged =
            columns[BattleField.winner.rawValue] < 0 && BattleField.winnerFlags.allSatisfy { columns[$0.rawValue] >= 0 }
        let missing = BattleField.allCases.filter { field in
            field.isRequired && columns[field.rawValue] < 0 && !(field == .winner && isFlagged)
        }
        if let first = missing.first {
            throw Self.missing(first, of: missing.count, names: names, file: file, line: line)
        }
        func column(_ name: String, _ purpose: String) throws(BattleFileError) -> Int {
            let places = names.indices.filter { names[$0] == name }
            guard let place = places.first, places.count == 1 else {
                throw BattleFileError(
                    places.isEmpty ? .missingColumn : .duplicateColumn,
                    file: file,
                    line: line,
                    field: name,
                    problem: places.isEmpty
                        ? "the header has no such column; \(purpose)"
                        : "the header has \(places.count) columns of this name; keep one"
                )
            }
            return place
        }
        let nestedNames = Set(names.filter(JSONBattleParser.nested.contains))
        for name in names where nestedNames.contains(name) { _ = try column(name, "") }
        self.features = try asked.features.map { name throws(BattleFileError) in
            if StyleCounts.features.contains(name), !names.contains(name) { return (name, nil) }
            return (name, try column(name, "every battle is to have a number there"))
        }
        self.texts = try asked.texts.map { name throws(BattleFileError) in
            if !names.contains(name),
                let stop = name.indices.first(where: { name[$0] == "." && names.contains(String(name[..<$0])) })
            {
                let place = try column(String(name[..<stop]), "battles are to be chosen by it")
                return (name, place, String(name[name.index(after: stop)...]))
            }
            return (name, try column(name, "battles are to be chosen by it"), "")
        }
        self.names = names
        nested = names.indices.filter { JSONBattleParser.nested.contains(names[$0]) }
        self.isFlagged = isFlagged
        holdsTurns = BattleField.winnerFlags.allSatisfy { columns[$0.rawValue] >= 0 }
        self.columns = columns
        self.fieldNames = fieldNames
        columnCount = names.count
        hasOptionalFields = BattleField.allCases.contains { !$0.isRequired && columns[$0.rawValue] >= 0 }
        hasCircumstances = BattleField.allCases.contains {
            $0.rawValue >= BattleField.turn.rawValue && columns[$0.rawValue] >= 0
        }
        ignored = names.indices.filter { place in
            !columns.contains(place) && !asked.features.contains(names[place]) && !nestedNames.contains(names[place])
        }.map { names[$0] }
        // Of several columns of one name the first; one without a name could not be asked for.
        var met: Set<[UInt8]> = []
        further =
            !asked.keepsFurther
            ? []
            : names.enumerated().filter { place, name in
                !columns.contains(place) && !JSONBattleParser.isKnown(name) && met.insert(Array(name.utf8)).inserted
            }.map { ($1, $0) }
    }

    /// Whether anything is asked for beside the fields of a battle.
    var hasFurther: Bool { !features.isEmpty || !texts.isEmpty || !further.isEmpty }

    /// The field's column, counted from 0; nil when the file has none.
    func column(of field: BattleField) -> Int? {
        let column = columns[field.rawValue]
        return column < 0 ? nil : column
    }

    /// The name under which the file has the field.
    func name(of field: BattleField) -> String {
        fieldNames[field.rawValue]
    }

    private static func missing(
        _ field: BattleField,
        of count: Int,
        names: [String],
        file: String,
        line: Int
    ) -> BattleFileError {
        let shown = names.prefix(12).map { ShownValue.quoted($0) }.joined(separator: ", ")
        let list = names.count > 12 ? shown + ", …" : shown
        // Without any of the three columns it is more likely another kind of file than a battle file with a slip.
        if count == 3 {
            return BattleFileError(
                .unknownFormat,
                file: file,
                line: line,
                problem: "is not a battle file: neither JSON nor CSV whose header has model_a, model_b, winner; "
                    + "it starts with \(list)"
            )
        }
        return BattleFileError(
            .missingColumn,
            file: file,
            line: line,
            field: field.name,
            problem: "the header has no such column; it has \(list)"
        )
    }
}
