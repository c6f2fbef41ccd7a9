import ArenaFormats

/// The battles of files, on their way into another format.
struct FileConversion {
    let files: [String]
    let format: BattleWriter.Format
    let filter: BattleFilter
    let cleaning: CleaningRules?
    let skipsInvalid: Bool

    /// Reads the files and writes the battles asked for, each as often as it stands there.
    ///
    /// - Returns: how many were written.
    /// - Throws: `BattleFileError` for the first record that is not a battle and `Refusal` for the first that the format
    ///   cannot hold, unless they are to be skipped.
    func run(into output: ConvertedFile) throws -> Int {
        var writer = BattleWriter(format)
        var cleaning = cleaning
        for name in files {
            let path = name == FileRanking.standardInput ? "/dev/stdin" : name
            let kind = try BattleFile.open(path: path, texts: filter.columns)
            switch kind {
            case .battles(let reader): try convert(reader, of: name, with: &writer, &cleaning, into: output)
            case .pairCounts(let reader): try convert(reader, of: name, with: &writer)
            }
        }
        try output.append { writer.finish(into: &$0) }
        if let summary = cleaning?.summary, !summary.isEmpty { Console.note("left out: \(summary)") }
        return writer.count
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
        into output: ConvertedFile
    ) throws {
        var bar = ProgressBar("converting")
        defer { bar.finish() }
        var count = 0
        var met = ColumnsMet(filter.columns)
        while let result = try reader.next() {
            count += 1
            if count.isMultiple(of: 10_000) {
                let (read, total) = reader.progress
                bar.update(fraction: total > 0 ? Double(read) / Double(total) : 0, count: count)
            }
            switch result {
            case .success(let record):
                met.look(at: record.texts)
                guard filter.isEmpty || filter.admits(record), cleaning?.admits(record) ?? true else { continue }
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
