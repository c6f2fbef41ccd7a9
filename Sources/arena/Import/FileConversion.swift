import ArenaCore
import ArenaFormats
import Foundation

/// The battles of files, on their way into another format.
struct FileConversion {
    let files: [String]
    let format: BattleWriter.Format
    let filter: BattleFilter
    let cleaning: CleaningRules?
    let skipsInvalid: Bool

    /// Reads the files and writes the battles asked for, each once: what is met again would count twice in a format without ids or times.
    ///
    /// - Returns: how many were written.
    /// - Throws: `BattleFileError` for the first record that is not a battle and `Refusal` for the first that the format
    ///   cannot hold, unless they are to be skipped.
    func run(into output: ConvertedFile) throws -> Int {
        var writer = BattleWriter(format)
        var cleaning = cleaning
        var repeats = RepeatedBattles()
        if format == .csv { writer.add(columns: try furtherColumns()) }
        for name in files {
            let path = name == FileRanking.standardInput ? "/dev/stdin" : name
            let kind = try BattleFile.open(path: path, texts: filter.columns, keepsFurther: format.holdsFurther)
            switch kind {
            case .battles(let reader): try convert(reader, of: name, with: &writer, &cleaning, &repeats, into: output)
            case .pairCounts(let reader): try convert(reader, of: name, with: &writer)
            }
        }
        try output.append { writer.finish(into: &$0) }
        repeats.tell()
        if let summary = cleaning?.summary, !summary.isEmpty { Console.note("left out: \(summary)") }
        for (column, count) in writer.leftOut.sorted(by: { $0.key < $1.key }) {
            let battles = Numbers.counted(count, "battle", "battles")
            Console.note(
                "left out: the column “\(Console.printable(column))” of \(battles), which came when the header had been written"
            )
        }
        return writer.count
    }

    /// The columns of all files that mean nothing to the arena, for the header of CSV; those of a pipe, which can be read once, are told by its
    /// first battle.
    private func furtherColumns() throws -> [String] {
        var columns: [String] = []
        var met: Set<ExactName> = []
        func add(_ names: [String]) {
            for name in names where met.insert(ExactName(name)).inserted { columns.append(name) }
        }
        for name in files where Self.canBeReadTwice(name) {
            guard case .battles(let reader) = try BattleFile.open(path: name, keepsFurther: true) else { continue }
            if try reader.recognise() == .csv {
                add(reader.furtherColumns)
            } else {
                while let result = try reader.next() {
                    if case .success(let battle) = result { add(battle.further.map(\.name)) }
                }
            }
        }
        guard columns.count <= CSVBattleWriter.furtherLimit else {
            throw Refusal(
                "The files have \(Numbers.grouped(columns.count)) columns beside the arena's, more than a table of CSV may have."
            )
        }
        return columns
    }

    private static func canBeReadTwice(_ name: String) -> Bool {
        // Standard input is read from where it stands, whatever it is.
        guard !name.hasPrefix("/dev/") && !name.hasPrefix("/proc/") else { return false }
        let path = URL(filePath: name).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeRegular
    }

    /// Adds counts by pair, which can become nothing else.
    private func convert(_ reader: PairCountsReader, of name: String, with writer: inout BattleWriter) throws {
        guard format.holdsCounts else {
            throw Refusal(
                "\(name) holds counts of pairs, and no battles to convert; \(Self.countFormats) can hold them."
            )
        }
        guard cleaning == nil, filter.choosesByModelsAlone else {
            throw Refusal("\(name) holds counts of pairs: they can be chosen by --model and --without-model only.")
        }
        while let result = try reader.next() {
            switch result {
            case .success(let pair):
                guard filter.admits(models: pair.modelA, pair.modelB) else { continue }
                do {
                    try writer.write(pair)
                } catch {
                    throw Refusal("\(name):\(pair.line): \(error.field) \(error.problem)")
                }
            case .failure(let problem):
                guard skipsInvalid else { throw problem }
                Console.note("left out: \(problem)")
            }
        }
    }

    private static let countFormats = BattleWriter.Format.allCases.filter(\.holdsCounts).map(\.rawValue)
        .joined(separator: " and ")

    private func convert(
        _ reader: BattleReader,
        of name: String,
        with writer: inout BattleWriter,
        _ cleaning: inout CleaningRules?,
        _ repeats: inout RepeatedBattles,
        into output: ConvertedFile
    ) throws {
        var bar = ProgressBar("converting")
        defer { bar.finish() }
        var count = 0
        var identities = FileIdentities()
        var met = ColumnsMet(filter.columns)
        if try reader.recognise() == .csv { writer.add(columns: reader.furtherColumns) }
        while let result = try reader.next() {
            count += 1
            if count.isMultiple(of: 10_000) {
                let (read, total) = reader.progress
                bar.update(fraction: total > 0 ? Double(read) / Double(total) : 0, count: count)
            }
            switch result {
            case .success(let record):
                met.look(at: record.texts)
                if format == .csv { writer.add(columns: record.further.map(\.name)) }
                guard repeats.isNew(identities.id(of: record), record, of: name) else { continue }
                let isAsked = filter.isEmpty || filter.admits(record)
                guard cleaning?.admits(record, isAsked: isAsked) ?? isAsked else { continue }
                do {
                    try output.append { bytes throws(BattleWriterError) in try writer.write(record, into: &bytes) }
                } catch let problem as BattleWriterError {
                    let place = "\(name):\(record.line): the battle"
                    let text = "\(place) cannot be written as \(format.rawValue): \(problem.field) \(problem.problem)"
                    guard skipsInvalid else { throw Refusal(text) }
                    Console.note("left out: \(text)")
                }
            case .failure(let problem):
                guard skipsInvalid else { throw problem }
                Console.note("left out: \(problem)")
            }
        }
        met.tell(of: name)
    }
}
