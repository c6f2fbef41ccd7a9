public import ArenaCore
import Foundation
public import Ranking
import Synchronization

/// A battle log, catalogue and checkpoint store in memory, with the rules of the real ones and failures on demand.
public final class MemoryArena: BattleLog, CatalogueStore, CheckpointStore {
    private struct Row {
        let battle: NewBattle
        let seq: Int64
    }

    private struct Contents {
        var entries: [ArenaCore.Stream: [LogEntry]] = [:]
        var battles: [Identifier<Battle>: Row] = [:]
        var batches: [Int] = []
        var catalogue: Catalogue
        var texts: [Identifier<Response>: Response] = [:]
        var prompts: [Identifier<Prompt>: Prompt] = [:]
        var checkpoints: [ArenaCore.Stream: Checkpoint] = [:]
        var failures: [any Error] = []
        var losesAnswers = 0
        var poison: Set<Identifier<Battle>> = []
        var reads = 0
        var delay: Duration?
    }

    private let contents: Mutex<Contents>

    /// An arena of the models named, each with a response to each of `prompts` prompts.
    public init(models names: [String] = ["Alder", "Birch", "Cedar"], prompts: Int = 2) {
        let models = names.enumerated().map { index, name in
            Model(id: ModelID(rawValue: Int32(index + 1)), slug: Slug.make(from: name), name: name, firstSeen: Date())
        }
        var contents = Contents(catalogue: .empty)
        let references = (0..<prompts).map { number in
            let prompt = Prompt(messages: [PromptMessage(role: "user", content: "prompt \(number)")], language: "en")
            contents.prompts[prompt.id] = prompt
            let responses = models.map { model in
                let messages = ["an answer to \(number), number \(model.id.rawValue)"]
                let id = Response.identifier(prompt: prompt.id, model: model.name, messages: messages)
                contents.texts[id] = Response(id: id, messages: messages)
                return Catalogue.ResponseReference(id: id, model: model.id)
            }
            return Catalogue.PromptReference(
                id: prompt.id,
                responses: responses,
                traits: Traits(language: "en", tags: ["prompt_\(number)"])
            )
        }
        contents.catalogue = Catalogue(revision: 1, stream: .main, models: models, prompts: references)
        self.contents = Mutex(contents)
    }

    // MARK: What tests look at and arrange

    /// The battles written, in the order of their seqs.
    public var battles: [NewBattle] {
        contents.withLock { $0.battles.values.sorted { $0.seq < $1.seq }.map(\.battle) }
    }

    /// The sizes of the batches written.
    public var batches: [Int] { contents.withLock { $0.batches } }

    /// How many entries were read.
    public var reads: Int { contents.withLock { $0.reads } }

    /// Makes the next calls of `append` fail with these, before anything is written.
    public func fail(with errors: [any Error]) { contents.withLock { $0.failures = errors } }

    /// Makes the next `count` calls of `append` write and then fail, as when the answer to a commit is lost.
    public func loseAnswers(_ count: Int) { contents.withLock { $0.losesAnswers = count } }

    /// Makes every batch with this battle fail for what it is.
    public func poison(_ battle: Identifier<Battle>) { contents.withLock { _ = $0.poison.insert(battle) } }

    /// Makes each `append` take that long.
    public func slowDown(_ delay: Duration?) { contents.withLock { $0.delay = delay } }

    /// Replaces the catalogue.
    public func setCatalogue(_ catalogue: Catalogue) { contents.withLock { $0.catalogue = catalogue } }

    /// Replaces the text of a response.
    public func setText(_ messages: [String], of response: Identifier<Response>) {
        contents.withLock { $0.texts[response] = Response(id: response, messages: messages) }
    }

    /// Writes `count` battles of two models by their numbers.
    public func add(_ a: Int32, _ b: Int32, _ outcome: Outcome, count: Int = 1) async throws {
        let battles = (0..<count).map { _ in
            NewBattle(
                id: .random(),
                modelA: ModelID(rawValue: a),
                modelB: ModelID(rawValue: b),
                outcome: outcome,
                source: .simulated
            )
        }
        _ = try await append(battles, to: .main)
    }

    // MARK: BattleLog

    /// Appends the battles that are not there yet, in one transaction that holds the stream's head.
    public func append(_ battles: [NewBattle], to stream: ArenaCore.Stream) async throws -> [AppendResult] {
        if let delay = contents.withLock({ $0.delay }) { try await Task.sleep(for: delay) }
        return try contents.withLock { contents in
            if !contents.failures.isEmpty { throw contents.failures.removeFirst() }
            if battles.contains(where: { contents.poison.contains($0.id) }) {
                throw ArenaError(.notFound, "A battle of the batch is bad.")
            }
            let results = battles.map { battle -> AppendResult in
                if let row = contents.battles[battle.id] {
                    return .present(RecordedOutcome(seq: row.seq, outcome: row.battle.outcome))
                }
                let seq = Int64(contents.entries[stream, default: []].count + 1)
                contents.battles[battle.id] = Row(battle: battle, seq: seq)
                contents.entries[stream, default: []].append(
                    LogEntry(
                        seq: seq,
                        event: .battle(.init(modelA: battle.modelA, modelB: battle.modelB, outcome: battle.outcome))
                    )
                )
                return .appended(seq: seq)
            }
            contents.batches.append(battles.count)
            if contents.losesAnswers > 0 {
                contents.losesAnswers -= 1
                throw ArenaError(.unavailable, "The answer was lost.")
            }
            return results
        }
    }

    /// Appends exclusions or reinstatements, in one transaction that holds the stream's head.
    public func append(_ withdrawals: [Withdrawal], to stream: ArenaCore.Stream) async throws {
        try contents.withLock { contents in
            for withdrawal in withdrawals {
                guard let row = contents.battles[withdrawal.battle] else {
                    throw ArenaError(.notFound, "There is no such battle.")
                }
                let battle = LogEntry.Battle(
                    modelA: row.battle.modelA,
                    modelB: row.battle.modelB,
                    outcome: row.battle.outcome
                )
                let seq = Int64(contents.entries[stream, default: []].count + 1)
                contents.entries[stream, default: []].append(
                    LogEntry(
                        seq: seq,
                        event: withdrawal.kind == .exclusion
                            ? .exclusion(battleSeq: row.seq, battle) : .reinstatement(battleSeq: row.seq, battle)
                    )
                )
            }
        }
    }

    /// The last seq of every stream and the catalogue's revision, in one small query.
    public func heads() async throws -> LogHeads {
        contents.withLock { contents in
            LogHeads(
                positions: contents.entries.mapValues { Int64($0.count) },
                catalogueRevision: contents.catalogue.revision
            )
        }
    }

    /// At most `limit` entries of `stream` after `seq`, in order.
    public func entries(of stream: ArenaCore.Stream, after seq: Int64, limit: Int) async throws -> [LogEntry] {
        contents.withLock { contents in
            let entries = contents.entries[stream, default: []].dropFirst(Int(seq)).prefix(limit)
            contents.reads += entries.count
            return Array(entries)
        }
    }

    /// The outcome recorded for a battle, when it was recorded.
    public func recordedOutcome(
        of battle: Identifier<Battle>,
        in stream: ArenaCore.Stream
    ) async throws -> RecordedOutcome? {
        contents.withLock { contents in
            contents.battles[battle].map { RecordedOutcome(seq: $0.seq, outcome: $0.battle.outcome) }
        }
    }

    // MARK: CatalogueStore

    /// The models on offer and the references to prompts and responses.
    public func catalogue() async throws -> Catalogue { contents.withLock { $0.catalogue } }

    /// A registered model by its number.
    public func model(_ id: ModelID) async throws -> Model {
        guard let model = contents.withLock({ $0.catalogue.model(id: id) }) else {
            throw ArenaError(.notFound, "No such model.")
        }
        return model
    }

    /// The texts of a pairing.
    public func texts(
        of prompt: Identifier<Prompt>,
        responses: [Identifier<Response>],
        in stream: ArenaCore.Stream
    ) async throws -> (prompt: Prompt, responses: [Response]) {
        try contents.withLock { contents in
            guard let prompt = contents.prompts[prompt] else { throw ArenaError(.notFound, "No such prompt.") }
            return (
                prompt,
                try responses.map {
                    guard let text = contents.texts[$0] else { throw ArenaError(.notFound, "No such response.") }
                    return text
                }
            )
        }
    }

    // MARK: CheckpointStore

    /// The last checkpoint of the stream that the log still covers.
    public func checkpoint(of stream: ArenaCore.Stream) async throws -> Checkpoint? {
        contents.withLock { $0.checkpoints[stream] }
    }

    /// The seq of the stream's checkpoint.
    public func position(of stream: ArenaCore.Stream) async throws -> Int64? {
        contents.withLock { $0.checkpoints[stream]?.seq }
    }

    /// Replaces the stream's checkpoint, unless a later one is stored already.
    public func save(_ checkpoint: Checkpoint, of stream: ArenaCore.Stream) async throws {
        contents.withLock { $0.checkpoints[stream] = checkpoint }
    }
}
