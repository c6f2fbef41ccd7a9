import Foundation
import Ranking

@testable import ArenaFormats

/// The ways that battles are read, each with what must hold whatever it is given.
enum FuzzedReader: String, CaseIterable {
    case csv, jsonLines, jsonArray, gzip, fastChat, kaggle, cells, plain, embeddedJSON, pairCounts

    /// The one that the command line names.
    static let chosen: FuzzedReader = {
        let flag = "--reader="
        let name = CommandLine.arguments.first { $0.hasPrefix(flag) }?.dropFirst(flag.count)
        guard let reader = name.flatMap({ FuzzedReader(rawValue: String($0)) }) else {
            fatalError("\(flag) one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return reader
    }()

    private static let kaggleHeader =
        "id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n"

    /// A table of LMArena's records, whose nested members are JSON, or Python's notation, in cells.
    private static let cellsHeader =
        "model_a,model_b,winner,conversation_a,conversation_b,conv_metadata,category_tag,dedup_tag,turn,tstamp\n"

    /// Reads an input to its end.
    func read(_ bytes: [UInt8]) {
        switch self {
        case .csv, .jsonLines, .jsonArray, .gzip, .fastChat: records(bytes)
        case .kaggle: records(Array(Self.kaggleHeader.utf8) + bytes)
        case .cells: records(Array(Self.cellsHeader.utf8) + bytes)
        case .pairCounts: pairCounts(bytes)
        case .plain: plain(bytes)
        case .embeddedJSON: embedded(bytes)
        }
    }

    /// A file gives the same however it is cut, only battles that are battles, and again the same once written anew.
    private func records(_ bytes: [UInt8]) {
        let whole = FuzzReading(bytes, keepsFurther: true)
        let cut = FuzzReading(bytes, keepsFurther: true, chunk: 1 + bytes.count % 7, window: 1 + bytes.count % 61)
        check(cut == whole, "cut differently")
        for failure in whole.failures { check(failure.line > 0 && !failure.problem.isEmpty, "\(failure)") }
        for battle in whole.battles {
            check(!battle.modelA.isEmpty && !battle.modelB.isEmpty, "a nameless model")
            check(!battle.modelA.isSameText(as: battle.modelB), "a model against itself")
        }
        roundTrip(whole.battles)
    }

    /// What the writer writes, the reader reads as it was.
    private func roundTrip(_ battles: [BattleRecord]) {
        guard !battles.isEmpty else { return }
        var written: [UInt8] = []
        for battle in battles { JSONLinesBattleWriter().write(battle, into: &written) }
        let again = FuzzReading(written, keepsFurther: true)
        check(again.isFaultless && again.battles.count == battles.count, "what was written is not read")
        var twice: [UInt8] = []
        for (battle, copy) in zip(battles, again.battles) {
            check(battle.modelA.isSameText(as: copy.modelA), "model_a")
            check(battle.modelB.isSameText(as: copy.modelB), "model_b")
            check(battle.outcome == copy.outcome && battle.turn == copy.turn, "outcome or turn")
            check(battle.askedB == copy.askedB, "the second prompt")
            check(battle.prompt == copy.prompt && battle.id == copy.id && battle.judge == copy.judge, "texts")
            check(battle.responseA == copy.responseA && battle.responseB == copy.responseB, "responses")
            check(battle.styleA == copy.styleA && battle.styleB == copy.styleB, "style")
            check(battle.further == copy.further, "further columns")
            JSONLinesBattleWriter().write(copy, into: &twice)
        }
        check(written == twice, "written again, it is another text")
    }

    /// The quick way gives what the slow one gives, or leaves it to that.
    private func plain(_ bytes: [UInt8]) {
        // Threads take a hundred times as long as the reading, so that several are for some of the inputs.
        let parts = bytes.count.isMultiple(of: 64) ? 3 : 1
        for features in [[], ["x"]] {
            guard let battles = PlainBattles(PlainBytes(bytes: bytes), features: features, parts: parts, ofAtLeast: 1)
            else {
                continue
            }
            let reading = FuzzReading(bytes, features: features)
            check(reading.isFaultless && reading.battles.count == battles.count, "the reader has other battles")
            var place = 0
            battles.forEachStretch(numbers: Array(battles.models.indices)) { stretch in
                for index in stretch.indices {
                    let (a, b, outcome) = battles[place]
                    let isSame = Int(stretch[index].a) == a && Int(stretch[index].b) == b
                    check(isSame && Outcome.allCases[Int(stretch[index].code)] == outcome, "in stretches")
                    place += 1
                }
            }
            check(place == battles.count, "in stretches")
            for (place, battle) in reading.battles.enumerated() {
                let (a, b, outcome) = battles[place]
                check(battle.modelA.isSameText(as: battles.models[a]), "model_a")
                check(battle.modelB.isSameText(as: battles.models[b]), "model_b")
                check(battle.outcome == outcome, "winner")
                check(battle.id == nil, "a battle of its own")
            }
            check(battles.values == reading.battles.flatMap(\.features), "features")
        }
    }

    /// Counts are the same however the file is cut, and once written anew.
    private func pairCounts(_ bytes: [UInt8]) {
        let whole = FuzzCounts(bytes)
        check(FuzzCounts(bytes, chunk: 1 + bytes.count % 7) == whole, "cut differently")
        for failure in whole.failures { check(failure.line > 0 && !failure.problem.isEmpty, "\(failure)") }
        guard !whole.pairs.isEmpty else { return }
        for form in [PairCountsWriter.Form.csv, .jsonLines] {
            var written: [UInt8] = []
            PairCountsWriter(form).start(into: &written)
            for pair in whole.pairs {
                check(!pair.modelA.isEmpty && !pair.modelA.isSameText(as: pair.modelB), "no two models")
                check(min(pair.winsA, pair.winsB, pair.ties, pair.bothBad) >= 0, "a count below zero")
                PairCountsWriter(form).write(pair, into: &written)
            }
            let again = FuzzCounts(written)
            check(again.isFaultless && again.pairs.count == whole.pairs.count, "what was written is not read")
            for (pair, copy) in zip(whole.pairs, again.pairs) {
                check(pair.modelA.isSameText(as: copy.modelA) && pair.modelB.isSameText(as: copy.modelB), "models")
                check(
                    (pair.winsA, pair.winsB, pair.ties, pair.bothBad) == (
                        copy.winsA, copy.winsB, copy.ties, copy.bothBad
                    ),
                    "counts"
                )
            }
        }
    }

    /// JSON in a cell is read or refused, and a list of texts reads the same once more.
    private func embedded(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = JSONText.value(text)?.members
        guard let texts = JSONText.texts(text) else { return }
        let encoded = try? JSONEncoder().encode(texts)
        check(encoded.map { JSONText.texts(String(decoding: $0, as: UTF8.self)) } == texts, "a list of texts")
    }

    private func check(_ holds: Bool, _ property: @autoclosure () -> String) {
        if !holds { fatalError("\(rawValue): \(property())") }
    }
}
