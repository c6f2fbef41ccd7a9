import ArenaCore
import ArenaFormats
import ArenaStore

/// The first reading of a file, which finds out whether every record is a battle and which battles they are.
struct FileCheck {
    let path: String
    /// The number of valid records.
    private(set) var battles = 0
    /// The valid records without an id of their own, which the file's digest identifies.
    private(set) var digest: FileDigest
    /// What is wrong with the other records.
    private(set) var problems: [BattleFileError] = []
    /// Columns that mean nothing to the arena.
    private(set) var ignoredColumns: [String] = []
    /// Every model name met.
    private(set) var names: Set<ExactName> = []

    /// Reads the file whole.
    ///
    /// - Parameters:
    ///   - known: files imported before, to find out whether this one is a longer edition of one of them.
    ///   - skipsInvalid: whether to go on after a bad record.
    /// - Throws: `BattleFileError` for the first bad record, unless it is to be skipped, and for what cannot be skipped.
    init(
        path: String,
        known: [ImportedFileStore.File],
        skipsInvalid: Bool,
        progress: (BattleReader, Int) -> Void
    ) throws {
        self.path = path
        digest = FileDigest(snapshots: Set(known.map(\.records)))
        let reader = BattleReader(path: path)
        while let result = try reader.next() {
            switch result {
            case .success(let record):
                battles += 1
                if record.id == nil { digest.add(record) }
                names.insert(ExactName(record.modelA))
                names.insert(ExactName(record.modelB))
            case .failure(let problem):
                guard skipsInvalid else { throw problem }
                problems.append(problem)
            }
            if battles.isMultiple(of: 10_000) {
                try Task.checkCancellation()
                progress(reader, battles)
            }
        }
        ignoredColumns = reader.ignoredColumns
    }

    /// Which digest identifies the records without ids, in ascending order of the last record that it covers.
    ///
    /// The records that an earlier, shorter edition of the file had keep the identifiers they got then.
    func editions(known: [ImportedFileStore.File]) -> [ImportedFileStore.File] {
        let earlier = known.filter { $0.records < digest.count && digest.value(afterRecords: $0.records) == $0.digest }
        let whole = ImportedFileStore.File(digest: digest.value, records: digest.count)
        return earlier.sorted { $0.records < $1.records } + (digest.count > 0 ? [whole] : [])
    }
}
