import ArenaCore
import Hummingbird

/// Sets models against each other.
struct PairRoutes: Sendable {
    let publisher: SnapshotPublisher
    let bytes: SnapshotBytes
    let comparisons: Comparisons
    let timeout: Duration

    /// `GET /api/v1/leaderboard/pairs`: what happened between every two models that met.
    func pairs(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        _ = try Self.parameters(request)
        guard let state = publisher.current else { throw APIError.stateMissing }
        return bytes.pairs(of: state).response(to: request)
    }

    /// `GET /api/v1/models/{slug}/opponents`: a model against each that it met.
    func opponents(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        _ = try Self.parameters(request)
        let standings = try await standings(context)
        let (place, model) = try find(context.parameters.get("slug") ?? "", in: standings.state.catalogue)
        let opponents = standings.opponents(of: place)
        let response = OpponentsResponse(
            model: model,
            logPosition: standings.state.leaderboard.logPosition,
            opponents: opponents
        )
        return PreparedBody(json: response.encoded()).response(to: request)
    }

    /// `GET /api/v1/compare?a=SLUG&b=SLUG`: one model against another.
    func compare(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let parameters = try Self.parameters(request)
        let names = ["a", "b"].map { parameters[$0] ?? "" }
        guard !names.contains("") else {
            throw APIError.invalidRequest("The parameters `a` and `b` name the two models; /api/v1/models lists them.")
        }
        guard names[0] != names[1] else {
            throw APIError.invalidRequest("The parameters `a` and `b` must name two different models.")
        }
        let standings = try await standings(context)
        let (a, b) = (
            try find(names[0], in: standings.state.catalogue).place,
            try find(names[1], in: standings.state.catalogue).place
        )
        let response = ComparisonResponse(pair: standings.pair(a, b), state: standings.state)
        return PreparedBody(json: response.encoded()).response(to: request)
    }

    /// The parameters of an address, which cannot choose battles here.
    private static func parameters(_ request: Request) throws(APIError) -> AddressParameters {
        let parameters = try AddressParameters(request)
        try parameters.refuse(
            BoardParameters.names,
            because: "what models did against each other is told of all battles."
        )
        return parameters
    }

    private func standings(_ context: ArenaRequestContext) async throws -> PairStandings {
        let deadline = Deadline(instant: context.arrivedAt + timeout)
        return try await deadline.abandoning(orThrow: .timeout) { [comparisons] in try await comparisons.standings() }
    }

    private func find(_ slug: String, in catalogue: Catalogue) throws -> (place: Int, model: Model) {
        guard let model = catalogue.model(slug: slug), model.stage.isShown, let place = catalogue.index(of: model.id)
        else { throw ArenaError(.notFound, "There is no model named \(slug); /api/v1/models lists them all.") }
        return (place, model)
    }
}
