public import ArenaCore
import Foundation
public import Postgres
import Ranking

/// Writes battles of public data into the log, batch by batch, each batch in one transaction and each battle once.
public struct BattleImporter {
    /// Identifiers remembered of what is surely stored; beyond this the memory starts afresh.
    private static let memoryLimit = 400_000

    /// How often a batch is tried.
    private static let attempts = 6

    private let pool: PostgresPool
    private let pseudonyms: VoterPseudonyms
    private let source: BattleSource
    private let catalogue: CatalogueWriter
    private var models: [ExactName: ModelID] = [:]
    private var storedPrompts: Set<Identifier<Prompt>> = []
    private var storedResponses: Set<Identifier<Response>> = []

    /// What was done so far.
    public private(set) var report = ImportReport()

    /// An importer into the main stream.
    ///
    /// - Parameter name: under which the battles' `source` says they came.
    public init(pool: PostgresPool, pseudonyms: VoterPseudonyms, name: String) {
        self.pool = pool
        self.pseudonyms = pseudonyms
        source = .imported(name)
        catalogue = CatalogueWriter(stream: .main, source: source.label)
    }

    /// Writes the battles of a batch that are not in the log yet.
    ///
    /// A batch that the database did not take, or whose commit was not confirmed, is written again: what is there is
    /// found by its id.
    ///
    /// - Throws: `ArenaError`; nothing of the batch is then stored but, perhaps, its models.
    public mutating func write(_ batch: [ImportedBattle]) async throws {
        var pause = Duration.milliseconds(200)
        for _ in 1..<Self.attempts {
            do {
                return try await writeOnce(batch)
            } catch let error as ArenaError where error.code == .unavailable {
                try await Task.sleep(for: pause)
                pause *= 2
            }
        }
        try await writeOnce(batch)
    }

    private mutating func writeOnce(_ batch: [ImportedBattle]) async throws {
        try await storeModels(of: batch)
        let rows = try unique(batch)
        let texts = texts(of: batch)
        let outcome = try await StoreError.translating { [pool, catalogue] in
            try await pool.withTransaction { connection in
                let prompts = try await catalogue.store(prompts: texts.prompts, on: connection)
                let responses = try await catalogue.store(responses: texts.responses, on: connection)
                if prompts + responses > 0 { try await catalogue.announce(on: connection) }
                let last = try await LogHead.lock(.main, on: connection)
                let present = try await Self.present(rows, on: connection)
                let missing = rows.filter { !present.contains($0.id.uuid) }
                if !missing.isEmpty {
                    let copied = try await BulkReferences.checked(missing, in: .main, on: connection) {
                        try await BattleCopy.write(missing, after: last, to: .main, on: connection)
                    }
                    guard copied == missing.count else {
                        throw ArenaError(.corrupt, "\(missing.count) battles were sent and \(copied) arrived.")
                    }
                    _ = try await connection.query(LogHead.advance(.main, to: last + Int64(missing.count)))
                }
                return (added: missing.count, prompts: prompts, responses: responses)
            }
        }
        report.added += outcome.added
        report.present += batch.count - outcome.added
        report.newPrompts += outcome.prompts
        report.newResponses += outcome.responses
        remember(texts)
    }

    private mutating func storeModels(of batch: [ImportedBattle]) async throws {
        var met: Set<ExactName> = []
        var new: [CatalogueWriter.NewModel] = []
        for battle in batch {
            for name in [ExactName(battle.modelA), ExactName(battle.modelB)]
            where models[name] == nil && met.insert(name).inserted {
                new.append(CatalogueWriter.NewModel(name: name.text))
            }
        }
        guard !new.isEmpty else { return }
        let stored = try await StoreError.translating { [pool, catalogue, new] in
            try await pool.withTransaction { try await catalogue.store(models: new, on: $0) }
        }
        models = stored.ids
        report.newModels += stored.new
    }

    private func unique(_ batch: [ImportedBattle]) throws -> [NewBattle] {
        var met: Set<Identifier<Battle>> = []
        met.reserveCapacity(batch.count)
        var rows: [NewBattle] = []
        rows.reserveCapacity(batch.count)
        for battle in batch where met.insert(battle.id).inserted { rows.append(try row(battle)) }
        return rows
    }

    private func row(_ battle: ImportedBattle) throws -> NewBattle {
        guard let modelA = models[ExactName(battle.modelA)], let modelB = models[ExactName(battle.modelB)] else {
            throw ArenaError(.corrupt, "A model of the batch was not stored.")
        }
        var row = NewBattle(id: battle.id, modelA: modelA, modelB: modelB, outcome: battle.outcome, source: source)
        row.voter = battle.judge.map(pseudonyms.voter(judge:))
        row.votedAt = battle.time
        row.language = battle.language
        row.tags = battle.tags
        if !battle.prompt.isEmpty {
            let prompt = Prompt(messages: battle.prompt, language: battle.language).id
            row.prompt = prompt
            row.responseA = battle.responseA.map {
                Response.identifier(prompt: prompt, model: battle.modelA, messages: $0)
            }
            row.responseB = battle.responseB.map {
                Response.identifier(prompt: prompt, model: battle.modelB, messages: $0)
            }
        }
        return row
    }

    private struct Texts: Sendable {
        var prompts: [Prompt] = []
        var responses: [CatalogueWriter.NewResponse] = []
    }

    private func texts(of batch: [ImportedBattle]) -> Texts {
        var texts = Texts()
        var prompts = storedPrompts
        var responses = storedResponses
        for battle in batch where !battle.prompt.isEmpty {
            let prompt = Prompt(messages: battle.prompt, language: battle.language, tags: battle.tags)
            if prompts.insert(prompt.id).inserted { texts.prompts.append(prompt) }
            for (name, messages, style) in [
                (battle.modelA, battle.responseA, battle.styleA), (battle.modelB, battle.responseB, battle.styleB),
            ] {
                guard let messages, let model = models[ExactName(name)] else { continue }
                let response = CatalogueWriter.NewResponse(
                    prompt: prompt.id,
                    model: model,
                    modelName: name,
                    messages: messages,
                    style: style
                )
                if responses.insert(response.id).inserted { texts.responses.append(response) }
            }
        }
        return texts
    }

    private mutating func remember(_ texts: Texts) {
        if storedPrompts.count + storedResponses.count > Self.memoryLimit {
            storedPrompts = []
            storedResponses = []
        }
        storedPrompts.formUnion(texts.prompts.map(\.id))
        storedResponses.formUnion(texts.responses.map(\.id))
    }

    /// Which of the battles are in the log already.
    ///
    /// The battles of a file without ids are neighbours in the index, so that one look tells that none is there.
    private static func present(_ rows: [NewBattle], on connection: PostgresConnection) async throws -> Set<UUID> {
        let stream = Stream.main.rawValue
        let ids = rows.map(\.id)
        guard let lowest = ids.min(), let highest = ids.max() else { return [] }
        let isAnyNear = try await connection.query(
            """
            SELECT EXISTS (
                SELECT FROM (
                    SELECT stream FROM battle WHERE id BETWEEN \(lowest.uuid) AND \(highest.uuid) OFFSET 0
                ) near
                WHERE stream = \(stream)
            )
            """
        ).single(Bool.self)
        guard isAnyNear else { return [] }
        let result = try await connection.query(
            """
            SELECT id FROM (SELECT id, stream FROM battle WHERE id = ANY (\(ids.map(\.uuid))) OFFSET 0) known
            WHERE stream = \(stream)
            """
        )
        return Set(try result.rows.map { try $0.decode(UUID.self) })
    }
}
