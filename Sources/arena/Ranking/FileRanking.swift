import ArenaCore
import ArenaFormats
import Foundation
import Ranking

/// The board of the battles in files.
enum FileRanking {
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
        var names: [ExactName: ModelID] = [:]
        var fold = StreamFold()
        var seen: Set<Identifier<Battle>> = []
        var featured = method.styleControl.map { FeaturedBattles(features: $0.names, modelCount: 0) }
        func model(_ text: String) -> ModelID {
            let name = ExactName(text)
            if let id = names[name] { return id }
            let id = ModelID(rawValue: Int32(names.count))
            names[name] = id
            return id
        }
        for file in files {
            var bar = ProgressBar("reading")
            defer { bar.finish() }
            let reader = BattleReader(path: file, features: method.styleControl?.columns ?? [])
            while let result = try reader.next() {
                switch result {
                case .success(let record):
                    guard filter.isEmpty || filter.admits(record) else { continue }
                    // As an import does: a battle with an id of its own counts once, however often it is listed.
                    if let (high, low) = BattleIdentity.id(of: record),
                        !seen.insert(Identifier(high: high, low: low)).inserted
                    {
                        continue
                    }
                    let battle = LogEntry.Battle(
                        modelA: model(record.modelA),
                        modelB: model(record.modelB),
                        outcome: record.outcome
                    )
                    if let style = method.styleControl {
                        guard let values = style.values(of: record) else {
                            throw Refusal(
                                """
                                \(file):\(record.line): the battle tells neither conv_metadata nor both answers, which \
                                --style-control measures. Name columns of the file instead: --style-control=column,…
                                """
                            )
                        }
                        featured?.ensure(modelCount: names.count)
                        featured?.add(
                            a: Int(battle.modelA.rawValue),
                            b: Int(battle.modelB.rawValue),
                            outcome: battle.outcome,
                            values: values
                        )
                    }
                    try fold.apply(LogEntry(seq: fold.seq + 1, event: .battle(battle)))
                    if fold.seq.isMultiple(of: 10_000) {
                        let (read, total) = reader.progress
                        bar.update(fraction: total > 0 ? Double(read) / Double(total) : 0, count: Int(fold.seq))
                    }
                case .failure(let problem):
                    guard skipsInvalid else { throw problem }
                    Console.note("left out: \(problem)")
                }
            }
        }
        ModelNames.warn(about: Set(names.keys))
        return try BoardOfFold.board(
            fold,
            catalogue: Catalogue(revision: 0, stream: .main, models: models(names), prompts: []),
            method: method,
            featured: featured,
            wantsAnalysis: wantsAnalysis
        )
    }

    private static func models(_ names: [ExactName: ModelID]) -> [Model] {
        var slugs: Set<String> = []
        return names.sorted { $0.value < $1.value }.map { name, id in
            let slug = Slug.unique(for: name.text) { slugs.contains($0) }
            slugs.insert(slug)
            return Model(id: id, slug: slug, name: name.text, firstSeen: Date())
        }
    }
}
