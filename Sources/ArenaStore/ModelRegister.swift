public import ArenaCore
public import Postgres

/// Registers models and changes their stages.
public struct ModelRegister: Sendable {
    /// What became of a change of stage.
    public enum Move: Sendable, Equatable {
        /// The model is at the new stage.
        case moved
        /// It was there already.
        case unchanged
        /// There is no such model.
        case unknown
    }

    private let pool: PostgresPool

    /// A register in the database of `pool`.
    public init(pool: PostgresPool) {
        self.pool = pool
    }

    /// Registers a model.
    ///
    /// - Returns: its slug; `nil` when there is one of that name already.
    public func add(_ model: CatalogueWriter.NewModel, at stage: ModelStage) async throws -> String? {
        try await StoreError.translating {
            try await pool.withTransaction { connection in
                let writer = CatalogueWriter(stream: .main, source: "operator")
                let stored = try await writer.store(models: [model], on: connection)
                guard stored.new == 1, let id = stored.ids[ExactName(model.name)] else { return nil }
                let slug = try await connection.query("SELECT slug FROM model WHERE id = \(id.rawValue)").single(
                    String.self
                )
                if stage != .listed {
                    // It was never at any other stage than this one.
                    _ = try await connection.query("DELETE FROM model_stage WHERE model_id = \(id.rawValue)")
                    try await set(stage, of: id.rawValue, on: connection)
                }
                return slug
            }
        }
    }

    /// Moves a model to a stage, and notes when.
    public func move(_ slug: String, to stage: ModelStage) async throws -> Move {
        try await StoreError.translating {
            try await pool.withTransaction { connection in
                // The head is locked first, as by whoever else changes the catalogue.
                _ = try await connection.query("UPDATE catalogue_head SET revision = revision + 1")
                let found = try await connection.query(
                    "SELECT id, stage FROM model WHERE NOT sample AND slug = \(slug) FOR UPDATE"
                ).first(Int32.self, String.self)
                guard let (id, current) = found else { return .unknown }
                guard current != stage.rawValue else { return .unchanged }
                try await set(stage, of: id, on: connection)
                return .moved
            }
        }
    }

    /// Changes what is told of a model; what is nil stays as it is.
    ///
    /// - Returns: whether there is such a model.
    public func describe(_ slug: String, _ description: ModelDescription) async throws -> Bool {
        try await StoreError.translating {
            try await pool.withTransaction { connection in
                _ = try await connection.query("UPDATE catalogue_head SET revision = revision + 1")
                return try await connection.query(
                    """
                    UPDATE model SET
                        organization = coalesce(\(description.organization), organization),
                        license = coalesce(\(description.license), license),
                        input_price = coalesce(\(description.inputPrice)::double precision::numeric, input_price),
                        output_price = coalesce(\(description.outputPrice)::double precision::numeric, output_price),
                        context_tokens = coalesce(\(description.contextTokens), context_tokens)
                    WHERE NOT sample AND slug = \(slug)
                    """
                ).affected == 1
            }
        }
    }

    private func set(_ stage: ModelStage, of model: Int32, on connection: PostgresConnection) async throws {
        _ = try await connection.query("UPDATE model SET stage = \(stage.rawValue) WHERE id = \(model)")
        // Times of one model's stages differ, also when a clock was put back.
        _ = try await connection.query(
            """
            INSERT INTO model_stage (model_id, since, stage)
            SELECT \(model), greatest(clock_timestamp(), max(since) + interval '1 microsecond'), \(stage.rawValue)
            FROM model_stage WHERE model_id = \(model)
            """
        )
    }
}
