/// Which of the columns that battles are chosen by any record of a file has: a name written wrongly chooses nothing, and should be told.
struct ColumnsMet {
    private let columns: [String]
    private var isMet: [Bool]

    init(_ columns: [String]) {
        self.columns = columns
        isMet = columns.map { _ in false }
    }

    /// Looks at a record's texts, which are in the order of the columns.
    mutating func look(at texts: [String?]) {
        for (place, text) in texts.enumerated() where text != nil { isMet[place] = true }
    }

    /// Says which columns no record had.
    func tell(of file: String) {
        for (column, isMet) in zip(columns, isMet) where !isMet {
            Console.note("\(file): no record has “\(Console.printable(column))”, by which battles are to be chosen.")
        }
    }
}
