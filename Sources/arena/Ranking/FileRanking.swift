import ArenaCore
import ArenaFormats
import Foundation
import Ranking

/// The board of the battles in files.
enum FileRanking {
    /// What stands for standard input in place of a file.
    static let standardInput = "-"

    /// Reads the files and fits their board.
    ///
    /// - Throws: `BattleFileError` for the first record that is not a battle, unless it is to be skipped.
    static func board(
        of files: [String],
        filter: BattleFilter,
        method: MethodOptions,
        skipsInvalid: Bool,
        wantsAnalysis: Bool
    ) throws -> RankedBoard {
        var tally = FileTally()
        var featured = method.styleControl.map { FeaturedBattles(features: $0.names, modelCount: 0) }
        // Only what a plain file has nothing of asks for its records one by one.
        let columns = method.styleControl?.columns ?? []
        let takesPlain = filter.isEmpty && columns == method.styleControl?.names ?? []
        for file in files {
            var bar = ProgressBar("reading")
            defer { bar.finish() }
            if takesPlain, file != standardInput, let battles = PlainBattles(path: file, features: columns) {
                tally.add(battles, to: &featured)
                continue
            }
            let reader = BattleReader(
                path: file == standardInput ? "/dev/stdin" : file,
                features: columns
            )
            while let result = try reader.next() {
                switch result {
                case .success(let record):
                    guard filter.isEmpty || filter.admits(record) else { continue }
                    guard tally.isNew(record) else { continue }
                    let (a, b) = (tally.number(of: record.modelA), tally.number(of: record.modelB))
                    if let style = method.styleControl {
                        guard let values = style.values(of: record) else {
                            throw Refusal(
                                """
                                \(file):\(record.line): the battle does not tell all that --style-control measures: \
                                conv_metadata or both answers for length, headers, lists and bold, and the columns named.
                                """
                            )
                        }
                        featured?.ensure(modelCount: tally.names.count)
                        featured?.add(a: a, b: b, outcome: record.outcome, values: values)
                    }
                    tally.add(a, b, record.outcome)
                    if tally.counts.total.isMultiple(of: 10_000) {
                        let (read, total) = reader.progress
                        bar.update(
                            fraction: total > 0 ? Double(read) / Double(total) : 0,
                            count: Int(tally.counts.total)
                        )
                    }
                case .failure(let problem):
                    guard skipsInvalid else { throw problem }
                    Console.note("left out: \(problem)")
                }
            }
        }
        ModelNames.warn(about: Set(tally.names.map(ExactName.init)))
        let catalogue = Catalogue(revision: 0, stream: .main, models: models(tally.names), prompts: [])
        // The catalogue is in canonical order.
        let places = tally.names.indices.compactMap { catalogue.index(of: ModelID(rawValue: Int32($0))) }
        var elo = [Double?](repeating: nil, count: catalogue.models.count)
        for (place, rating) in zip(places, tally.elo.ratings) { elo[place] = rating }
        return try OfflineBoard.ranked(
            tally.counts.relabelled(by: places),
            elo: elo,
            upTo: tally.counts.total,
            catalogue: catalogue,
            method: method,
            featured: featured?.relabelled(by: places, modelCount: catalogue.models.count),
            wantsAnalysis: wantsAnalysis
        )
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
