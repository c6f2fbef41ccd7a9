import ArenaCore
import HTTPTypes
import Hummingbird

/// Draws battles and takes votes.
struct BattleRoutes: Sendable {
    let configuration: HTTPConfiguration
    let votes: VoteService
    let exchange: VoteExchange
    let documents = DocumentShelf()

    private var reader: RequestBodyReader { RequestBodyReader(maximumBytes: configuration.maximumBodyBytes) }

    /// `POST /api/v1/battles`: a battle to vote on, and the voter's cookie for whoever has none.
    func draw(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = context.deadline(configuration)
        let body = try await reader.bytes(of: request, by: deadline)
        var choice = PromptChoice()
        if body.readableBytes > 0 {
            choice = try RequestBodyReader.decode(BattleRequest.self, from: body, request.headers).choice
        }

        let known = VoterCookie(request.headers)
        let cookie = known ?? VoterCookie()
        let voter = exchange.pseudonyms.voter(cookie: cookie.value)
        let response = try await deadline.abandoning(orThrow: .timeout) { [choice] in
            let battle = try await votes.draw(for: voter, choice: choice)
            return await present(battle).encoded()
        }
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if known == nil { headers[.setCookie] = cookie.setting(isSecure: configuration.secureCookies) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: response)))
    }

    /// `GET /api/v1/battles/choices`: what kinds of prompts a battle can be asked for about.
    func choices(_ request: Request, _ context: ArenaRequestContext) throws -> Response {
        guard let state = exchange.publisher.current else { throw APIError.stateMissing }
        return exchange.bytes.choices(of: state).response(to: request)
    }

    /// `POST /api/v1/battles/vote`: records a vote once, and tells who was who.
    func vote(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = context.deadline(configuration)
        let body = try await reader.bytes(of: request, by: deadline)
        let ballot = try exchange.ballot(request.headers, body: body, from: context.peer)
        let receipt = try await votes.vote(ballot, by: configuration.voteDeadline(context.arrivedAt))
        return Response(
            status: .ok,
            headers: VoteExchange.headers,
            body: ResponseBody(byteBuffer: try exchange.answer(receipt))
        )
    }

    private func present(_ battle: VoteService.ServedBattle) async -> BattleResponse {
        var prompt: [BattleResponse.Message] = []
        for message in battle.prompt.messages {
            let document = await documents.document(message.content)
            prompt.append(BattleResponse.Message(role: message.role, text: message.content, document: document))
        }
        return BattleResponse(
            battle: battle,
            prompt: prompt,
            responseA: await present(battle.responseA),
            responseB: await present(battle.responseB)
        )
    }

    private func present(_ turns: [String]) async -> [BattleResponse.Message] {
        var messages: [BattleResponse.Message] = []
        for turn in turns {
            messages.append(BattleResponse.Message(role: nil, text: turn, document: await documents.document(turn)))
        }
        return messages
    }
}

extension ArenaRequestContext {
    fileprivate func deadline(_ configuration: HTTPConfiguration) -> Deadline {
        Deadline(instant: arrivedAt + configuration.requestTimeout)
    }
}
