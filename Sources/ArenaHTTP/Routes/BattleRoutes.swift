import ArenaCore
import HTTPTypes
import Hummingbird

/// Draws battles and takes votes.
struct BattleRoutes: Sendable {
    let configuration: HTTPConfiguration
    let votes: VoteService
    let publisher: SnapshotPublisher
    let pseudonyms: VoterPseudonyms
    let documents = DocumentShelf()

    private var reader: RequestBodyReader { RequestBodyReader(maximumBytes: configuration.maximumBodyBytes) }

    /// `POST /api/v1/battles`: a battle to vote on, and the voter's cookie for whoever has none.
    func draw(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = context.deadline(configuration)
        let body = try await reader.bytes(of: request, by: deadline)
        if body.readableBytes > 0 { _ = try reader.decode(EmptyRequest.self, from: body, of: request) }

        let known = VoterCookie(of: request)
        let cookie = known ?? VoterCookie()
        let voter = pseudonyms.voter(cookie: cookie.value)
        let response = try await deadline.abandoning(orThrow: .timeout) {
            let battle = try await votes.draw(for: voter)
            return await present(battle).encoded()
        }
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        if known == nil { headers[.setCookie] = cookie.setting(isSecure: configuration.secureCookies) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: response)))
    }

    /// `POST /api/v1/battles/vote`: records a vote once, and tells who was who.
    func vote(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = context.deadline(configuration)
        let body = try await reader.bytes(of: request, by: deadline)
        let vote = try reader.decode(VoteRequest.self, from: body, of: request)

        // Whoever votes wants to learn who was who, which only a state can tell.
        guard publisher.current != nil else { throw APIError.stateMissing }
        let voter = VoterCookie(of: request).map { pseudonyms.voter(cookie: $0.value) }
        let network = context.remoteAddress.map(pseudonyms.network(of:))
        let receipt = try await deadline.abandoning(orThrow: .voteTimeout) {
            try await votes.vote(ticket: vote.ticket, outcome: vote.outcome, voter: voter, network: network)
        }
        guard let state = publisher.current else { throw APIError.stateMissing }
        return Response(
            status: .ok,
            headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(
                byteBuffer: ByteBuffer(bytes: ReceiptResponse(receipt: receipt, state: state).encoded())
            )
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
