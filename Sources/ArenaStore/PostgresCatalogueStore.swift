public import ArenaCore
import Foundation
public import Postgres

/// The catalogue in Postgres.
public struct PostgresCatalogueStore: CatalogueStore {
    /// How long the database may be silent while a voter waits for a battle.
    private static let silenceLimit = Duration.seconds(2)

    private let pool: PostgresPool
    private let reads: ReadSide
    private let offersSample: Bool

    /// A catalogue in the database of `pool`.
    ///
    /// - Parameters:
    ///   - reads: where texts are read; by default where everything is.
    ///   - offersSample: whether the sample content stands in while there is nothing real.
    public init(pool: PostgresPool, reads: ReadSide? = nil, offersSample: Bool = true) {
        self.pool = pool
        self.reads = reads ?? ReadSide(primary: pool)
        self.offersSample = offersSample
    }

    /// The models on offer and the references to prompts and responses.
    public func catalogue() async throws -> Catalogue {
        try await StoreError.translating {
            // The revision is read first: if something is written meanwhile, it differs at the next look.
            let (revision, isReal, hasSample) = try await pool.query(
                """
                SELECT revision, EXISTS (SELECT FROM model WHERE NOT sample), EXISTS (SELECT FROM model WHERE sample)
                FROM catalogue_head
                """
            ).single(Int64.self, Bool.self, Bool.self)
            let stream: ArenaCore.Stream = offersSample && hasSample && !isReal ? .sample : .main
            return Catalogue(
                revision: revision,
                stream: stream,
                models: try await models(areSample: stream == .sample),
                prompts: try await prompts(in: stream)
            )
        }
    }

    /// A registered model by its number, real or sample.
    public func model(_ id: ModelID) async throws -> Model {
        try await StoreError.translating {
            guard let row = try await pool.query("\(Self.selection) WHERE id = \(id.rawValue)").rows.first else {
                throw ArenaError(.notFound, "A model of this battle is no longer registered.")
            }
            return try model(row)
        }
    }

    /// The texts of a pairing.
    public func texts(
        of prompt: Identifier<Prompt>,
        responses: [Identifier<Response>],
        in stream: ArenaCore.Stream
    ) async throws -> (prompt: Prompt, responses: [Response]) {
        try await StoreError.translating {
            let texts = try await reads.first { try await self.texts(of: prompt, responses, in: stream, from: $0) }
            guard let texts else { throw ArenaError(.notFound, "A text of this battle is no longer stored.") }
            return texts
        }
    }

    private func texts(
        of prompt: Identifier<Prompt>,
        _ responses: [Identifier<Response>],
        in stream: ArenaCore.Stream,
        from pool: PostgresPool
    ) async throws -> (prompt: Prompt, responses: [Response])? {
        let results = try await pool.withConnection { connection in
            try await connection.pipeline(
                [
                    """
                    SELECT content::text, language FROM prompt
                    WHERE stream = \(stream.rawValue) AND id = \(prompt.uuid)
                    """,
                    """
                    SELECT id, content::text FROM response
                    WHERE stream = \(stream.rawValue) AND id = ANY (\(responses.map(\.uuid)))
                    """,
                ],
                silenceLimit: Self.silenceLimit
            )
        }
        guard let (content, language) = try results[0].first(String.self, String?.self) else { return nil }
        var texts: [UUID: String] = [:]
        for row in results[1].rows {
            let (id, content) = try row.decode(UUID.self, String.self)
            texts[id] = content
        }
        let found = try responses.compactMap { id in
            try texts[id.uuid].map { Response(id: id, messages: try decoded($0)) }
        }
        guard found.count == responses.count else { return nil }
        return (Prompt(id: prompt, messages: try decoded(content), language: language), found)
    }

    private func models(areSample: Bool) async throws -> [Model] {
        let result = try await pool.query("\(Self.selection) WHERE sample = \(areSample)")
        return try result.rows.map(model)
    }

    private static let selection: PostgresQuery =
        """
        SELECT id, slug, name, organization, license, modality, input_price::double precision,
               output_price::double precision, context_tokens, stage, sample, first_seen
        FROM model
        """

    private func model(_ row: PostgresRow) throws -> Model {
        let (
            id, slug, name, organization, license, modality, inputPrice, outputPrice, contextTokens, stage, isSample,
            firstSeen
        ) =
            try row.decode(
                Int32.self,
                String.self,
                String.self,
                String?.self,
                String?.self,
                String.self,
                Double?.self,
                Double?.self,
                Int32?.self,
                String.self,
                Bool.self,
                Date.self
            )
        guard let stage = ModelStage(rawValue: stage) else {
            throw ArenaError(.corrupt, "The model \(slug) is at a stage that this version does not know.")
        }
        return Model(
            id: ModelID(rawValue: id),
            slug: slug,
            name: name,
            organization: organization,
            license: license,
            modality: modality,
            inputPrice: inputPrice,
            outputPrice: outputPrice,
            contextTokens: contextTokens.map(Int.init),
            stage: stage,
            isSample: isSample,
            firstSeen: firstSeen
        )
    }

    private func prompts(in stream: ArenaCore.Stream) async throws -> [Catalogue.PromptReference] {
        let fighting = ModelStage.allCases.filter(\.fights).map(\.rawValue)
        let result = try await pool.query(
            """
            SELECT r.prompt_id, r.id, r.model_id
            FROM response r JOIN model m ON m.id = r.model_id
            WHERE r.stream = \(stream.rawValue) AND NOT r.identity_leak AND m.stage = ANY (\(fighting))
            ORDER BY r.prompt_id, r.id
            """
        )
        let kinds = try await kinds(in: stream)
        var prompts: [Catalogue.PromptReference] = []
        var current: (id: UUID, responses: [Catalogue.ResponseReference])?
        func close() {
            guard let group = current, Set(group.responses.map(\.model)).count > 1 else { return }
            let kind = kinds[group.id]
            prompts.append(
                Catalogue.PromptReference(
                    id: Identifier(uuid: group.id),
                    responses: group.responses,
                    traits: kind?.traits ?? Traits(),
                    length: kind?.length
                )
            )
        }
        for row in result.rows {
            let (prompt, response, model) = try row.decode(UUID.self, UUID.self, Int32.self)
            let reference = Catalogue.ResponseReference(
                id: Identifier(uuid: response),
                model: ModelID(rawValue: model)
            )
            if current?.id == prompt {
                current?.responses.append(reference)
            } else {
                close()
                current = (prompt, [reference])
            }
        }
        close()
        return prompts
    }

    /// What the prompts are like; those of one kind share it.
    private func kinds(in stream: ArenaCore.Stream) async throws -> [UUID: (traits: Traits, length: PromptLength?)] {
        let result = try await pool.query(
            """
            SELECT language, tags, width_bucket(length, \(PromptLength.bounds)), array_agg(id) FROM prompt
            WHERE stream = \(stream.rawValue) GROUP BY 1, 2, 3
            """
        )
        var kinds: [UUID: (traits: Traits, length: PromptLength?)] = [:]
        for row in result.rows {
            let (language, tags, length, prompts) = try row.decode(
                String?.self,
                [String].self,
                Int32?.self,
                [UUID].self
            )
            let kind = (Traits(language: language, tags: tags), length.map { PromptLength.allCases[Int($0)] })
            for prompt in prompts { kinds[prompt] = kind }
        }
        return kinds
    }

    private func decoded<Value: Decodable>(_ content: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(content.utf8))
        } catch {
            throw ArenaError(.corrupt, "A stored text does not have the form that this version reads.")
        }
    }
}
