import ArenaCore
import ArenaFormats
import Foundation
import Ranking

/// The board of the battles in files.
enum FileRanking {
    /// What stands for standard input in place of a file.
    static let standardInput = "-"

    /// What is asked of the files.
    struct Request {
        let files: [String]
        let filter: BattleFilter
        let cleaning: CleaningRules?
        let method: MethodOptions
        let skipsInvalid: Bool
        let wantsAnalysis: Bool
        /// What is asked for beyond the slice, as it is written on the command line.
        let filters: [String]

        /// Whether battles weigh by the probability of their draw.
        var isWeighted: Bool { method.weights == .drawProbability }
    }

    /// Reads the files and fits the board of all their battles, or the boards of their slices.
    ///
    /// - Throws: `BattleFileError` for the first record that is not a battle, unless it is to be skipped.
    static func boards(_ request: Request, by dimensions: [Dimension], least: Int) throws -> [RankedBoard] {
        let method = request.method
        if dimensions.isEmpty && method.weights != .drawProbability && !method.followsElo {
            return [try board(request)]
        }
        var columns = BattleColumns(features: request.method.styleControl?.names ?? [])
        var tally = FileTally()
        try read(request) { record, values in
            let traits = columns.number(of: BattleTraits.of(record))
            columns.add(
                seq: Int64(columns.count + 1),
                a: tally.number(of: record.modelA),
                b: tally.number(of: record.modelB),
                outcome: record.outcome,
                traits: traits,
                values: values,
                probability: request.isWeighted ? record.features.last : nil
            )
        }
        let (catalogue, places) = catalogue(of: tally.names)
        if columns.count == 0 { request.filter.tellOfNothing() }
        let sliced = SlicedBoards(
            columns: columns,
            places: places,
            catalogue: catalogue,
            seq: Int64(columns.count),
            method: request.method,
            filter: request.filter,
            filters: request.filters,
            wantsAnalysis: request.wantsAnalysis
        )
        return try sliced.boards(of: Dimension.slices(of: columns.overview(), by: dimensions, least: least))
    }

    private static func board(_ request: Request) throws -> RankedBoard {
        let method = request.method
        var tally = FileTally()
        var featured = method.styleControl.map { FeaturedBattles(features: $0.names, modelCount: 0) }
        // Only what a plain file has nothing of asks for its records one by one.
        let columns = method.styleControl?.columns ?? []
        let takesPlain = request.filter.isEmpty && request.cleaning == nil
        var holdsCounts = false
        var cleaning = request.cleaning
        var repeats = RepeatedBattles()
        for file in request.files {
            if takesPlain, file != standardInput, let battles = PlainBattles(path: file, features: columns) {
                tally.add(battles, method.styleControl, to: &featured)
                continue
            }
            let kind = try BattleFile.open(path: path(of: file), features: columns, texts: request.filter.columns)
            guard case .battles(let reader) = kind else {
                if case .pairCounts(let reader) = kind {
                    try add(reader, of: file, request, to: &tally)
                    holdsCounts = true
                }
                continue
            }
            try read(reader, of: file, request, &cleaning, &repeats) { record, values in
                let (a, b) = (tally.number(of: record.modelA), tally.number(of: record.modelB))
                if let values {
                    featured?.ensure(modelCount: tally.names.count)
                    featured?.add(a: a, b: b, outcome: record.outcome, values: values)
                }
                tally.add(a, b, record.outcome)
            }
        }
        let (catalogue, places) = catalogue(of: tally.names)
        // Counts have no order.
        guard !holdsCounts || method.method != .elo else { throw orderless }
        let elo = { @Sendable [tally, holdsCounts] in
            var elo = [Double?](repeating: nil, count: catalogue.models.count)
            if !holdsCounts { for (place, rating) in zip(places, tally.ratedElo.ratings) { elo[place] = rating } }
            return elo
        }
        tell(cleaning)
        repeats.tell()
        if tally.counts.total == 0 { request.filter.tellOfNothing() }
        return try OfflineBoard.ranked(
            tally.counts.relabelled(by: places),
            elo: elo,
            upTo: tally.counts.total,
            catalogue: catalogue,
            method: method,
            slice: request.filter.slice,
            filters: request.filters,
            featured: featured?.relabelled(by: places, modelCount: catalogue.models.count),
            wantsAnalysis: request.wantsAnalysis
        )
    }

    private static func read(
        _ request: Request,
        _ add: (BattleRecord, [Double]?) throws -> Void
    ) throws {
        var repeats = RepeatedBattles()
        var cleaning = request.cleaning
        for file in request.files {
            let columns = request.method.styleControl?.columns ?? []
            let kind = try BattleFile.open(
                path: path(of: file),
                features: columns + (request.isWeighted ? ["probability"] : []),
                texts: request.filter.columns
            )
            guard case .battles(let reader) = kind else {
                guard request.method.method != .elo else { throw Self.orderless }
                throw Refusal(
                    "\(file) holds counts of pairs: they have no category, language or probability of their own."
                )
            }
            try read(reader, of: file, request, &cleaning, &repeats, add)
        }
        tell(cleaning)
        repeats.tell()
    }

    private static let orderless = Refusal("Counts of pairs have no order, which Elo ratings depend on.")

    private static func path(of file: String) -> String { file == standardInput ? "/dev/stdin" : file }

    /// Says what the rules left out.
    private static func tell(_ cleaning: CleaningRules?) {
        if let summary = cleaning?.summary, !summary.isEmpty { Console.note("left out: \(summary)") }
    }

    /// Adds a file of counts by pair.
    private static func add(
        _ reader: PairCountsReader,
        of file: String,
        _ request: Request,
        to tally: inout FileTally
    ) throws {
        let filter = request.filter
        guard request.method.styleControl == nil, request.cleaning == nil, filter.choosesByModelsAlone else {
            throw Refusal("\(file) holds counts of pairs: they can be chosen by --model and --without-model only.")
        }
        while let result = try reader.next() {
            switch result {
            case .success(let record):
                if filter.admits(models: record.modelA, record.modelB) { try tally.add(record, of: file) }
            case .failure(let problem):
                guard request.skipsInvalid else { throw problem }
                Console.note("left out: \(problem)")
            }
        }
    }

    /// Reads the battles asked for of a file, each with the values of the features that are to be taken out.
    ///
    /// - Parameter repeats: what was met before, in this file or another; it is passed over.
    private static func read(
        _ reader: BattleReader,
        of file: String,
        _ request: Request,
        _ cleaning: inout CleaningRules?,
        _ repeats: inout RepeatedBattles,
        _ add: (BattleRecord, [Double]?) throws -> Void
    ) throws {
        var bar = ProgressBar("reading")
        defer { bar.finish() }
        let style = request.method.styleControl
        let filter = request.filter.isEmpty ? nil : request.filter
        var count = 0
        var identities = FileIdentities()
        var met = ColumnsMet(request.filter.columns)
        while let result = try reader.next() {
            count += 1
            if count.isMultiple(of: 10_000) {
                let (read, total) = reader.progress
                bar.update(fraction: total > 0 ? Double(read) / Double(total) : 0, count: count)
            }
            switch result {
            case .success(let record):
                met.look(at: record.texts)
                if request.isWeighted, let probability = record.features.last,
                    !WeightedCounts.probabilities.contains(probability)
                {
                    let problem =
                        "\(file):\(record.line): probability: \(probability) is no probability of a draw (from 1e-10 to 1)"
                    guard request.skipsInvalid else { throw Refusal(problem + ".") }
                    Console.note("left out: \(problem)")
                    continue
                }
                // A battle is what its first record says, whether that is asked for or not.
                guard repeats.isNew(identities.id(of: record), record, of: file) else { continue }
                let isAsked = filter?.admits(record) ?? true
                guard cleaning?.admits(record, isAsked: isAsked) ?? isAsked else { continue }
                guard let style else {
                    try add(record, nil)
                    continue
                }
                guard let values = style.values(of: record) else {
                    let problem = """
                        \(file):\(record.line): the battle does not tell all that --style-control measures: \
                        conv_metadata, both answers or columns for length, headers, lists and bold, and the columns named
                        """
                    guard request.skipsInvalid else { throw Refusal(problem + ".") }
                    Console.note("left out: \(problem)")
                    continue
                }
                try add(record, values)
            case .failure(let problem):
                guard request.skipsInvalid else { throw problem }
                Console.note("left out: \(problem)")
            }
        }
        met.tell(of: file)
    }

    /// The models in canonical order, and where those of the files stand in it.
    private static func catalogue(of names: [String]) -> (Catalogue, places: [Int]) {
        ModelNames.warn(about: Set(names.map(ExactName.init)))
        let catalogue = Catalogue(revision: 0, stream: .main, models: models(names), prompts: [])
        return (catalogue, names.indices.compactMap { catalogue.index(of: ModelID(rawValue: Int32($0))) })
    }

    private static func models(_ names: [String]) -> [Model] {
        var slugs: Set<String> = []
        return names.enumerated().map { number, name in
            let slug = Slug.unique(for: name) { slugs.contains($0) }
            slugs.insert(slug)
            return Model(id: ModelID(rawValue: Int32(number)), slug: slug, name: name, firstSeen: Date())
        }
    }
}
