import ArenaCore
import ArenaFormats
import ArenaSample
import ArenaStore
import Foundation
import Logging
import Postgres
import Ranking

/// Puts the sample content into an empty database, in a stream of its own.
struct SampleLoader {
    /// How many votes are simulated.
    private static let votes = 3000
    private static let seed: UInt64 = 20_240_307

    let pool: PostgresPool
    let pseudonyms: VoterPseudonyms
    let logger: Logger

    /// Loads the sample, unless there is something in the database already; what was cut short is made whole.
    func loadIfEmpty() async throws {
        let catalogue = try await PostgresCatalogueStore(pool: pool, offersSample: false).catalogue()
        guard catalogue.models.isEmpty else { return }
        let log = PostgresBattleLog(pool: pool)
        let done = try await log.heads().positions[.sample] ?? 0
        guard done < Int64(Self.votes) else { return }
        logger.info("Loading the sample content.")
        let content = try SampleContent.load()
        let (models, prompts, responses) = try await storeContent(content)
        let votes = SampleVotes.simulate(content, count: Self.votes, seed: Self.seed, endingAt: Date())
        for start in stride(from: 0, to: votes.count, by: VoteBatcher.batchLimit) {
            let batch = votes[start..<min(start + VoteBatcher.batchLimit, votes.count)]
            let battles = zip(batch.indices, batch).map { number, vote in
                var battle = NewBattle(
                    id: Identifier(hashing: ["sample vote", "\(number)"].map(\.utf8)),
                    modelA: models[vote.modelA],
                    modelB: models[vote.modelB],
                    outcome: vote.outcome,
                    source: .simulated
                )
                battle.prompt = prompts[vote.prompt]
                battle.responseA = responses[vote.prompt][vote.modelA]
                battle.responseB = responses[vote.prompt][vote.modelB]
                battle.voter = pseudonyms.voter(judge: "sample \(vote.voter)")
                battle.votedAt = vote.time
                return battle
            }
            _ = try await log.append(battles, to: .sample)
        }
    }

    private func storeContent(
        _ content: SampleContent
    ) async throws -> ([ModelID], [Identifier<Prompt>], [[Identifier<Response>]]) {
        let writer = CatalogueWriter(stream: .sample, source: "sample")
        let prompts = content.prompts.map {
            Prompt(
                messages: [PromptMessage(role: "user", content: $0.text)],
                language: $0.language,
                tags: [$0.category]
            )
        }
        return try await pool.withTransaction { connection in
            let stored = try await writer.store(
                models: content.models.map {
                    CatalogueWriter.NewModel(
                        name: $0.name,
                        organization: $0.organization,
                        license: $0.license,
                        inputPrice: $0.inputPrice,
                        outputPrice: $0.outputPrice
                    )
                },
                on: connection
            )
            let models = try content.models.map { model in
                guard let id = stored.ids[ExactName(model.name)] else {
                    throw ArenaError(.corrupt, "The sample model \(model.name) was not stored.")
                }
                return id
            }
            let responses = zip(content.prompts, prompts).map { sample, prompt in
                zip(content.models, models).map { model, id in
                    CatalogueWriter.NewResponse(
                        prompt: prompt.id,
                        model: id,
                        modelName: model.name,
                        messages: [sample.responses[model.slug] ?? ""],
                        style: ResponseStyle(StyleCounts(of: [sample.responses[model.slug] ?? ""]))
                    )
                }
            }
            _ = try await writer.store(prompts: prompts, on: connection)
            _ = try await writer.store(responses: responses.flatMap { $0 }, on: connection)
            return (models, prompts.map(\.id), responses.map { $0.map(\.id) })
        }
    }
}
