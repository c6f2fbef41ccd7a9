import ArenaCore
import HTTPTypes
import Hummingbird

/// Takes what voters do and say beside voting.
struct AsideRoutes: Sendable {
    let configuration: HTTPConfiguration
    let asides: AsideService
    let pseudonyms: VoterPseudonyms

    private var reader: RequestBodyReader { RequestBodyReader(maximumBytes: configuration.maximumBodyBytes) }

    /// `POST /api/v1/battles/skip`: notes that a battle was passed over, and tells nothing about it.
    func skip(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = Deadline(instant: context.arrivedAt + configuration.requestTimeout)
        let body = try await reader.bytes(of: request, by: deadline)
        let skip = try RequestBodyReader.decode(SkipRequest.self, from: body, request.headers)
        let voter = voter(request)
        let isNew = try await deadline.abandoning(orThrow: .timeout) { [asides] in
            try await asides.skip(skip.ticket, voter: voter)
        }
        var writer = JSONWriter()
        writer.object { $0.field("status", isNew ? "recorded" : "already_recorded") }
        return Self.answer(writer)
    }

    /// `POST /api/v1/battles/reasons`: what decided a vote that is in the log.
    func reasons(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let deadline = Deadline(instant: context.arrivedAt + configuration.requestTimeout)
        let body = try await reader.bytes(of: request, by: deadline)
        let given = try RequestBodyReader.decode(ReasonsRequest.self, from: body, request.headers)
        let voter = voter(request)
        let kept = try await deadline.abandoning(orThrow: .timeout) { [asides] in
            try await asides.give(given.reasons, for: given.ticket, voter: voter)
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("status", "recorded")
            writer.key("reasons")
            writer.array(kept) { writer, reason in writer.value(reason.rawValue) }
        }
        return Self.answer(writer)
    }

    private func voter(_ request: Request) -> VoterID? {
        VoterCookie(request.headers).map { pseudonyms.voter(cookie: $0.value) }
    }

    private static func answer(_ writer: JSONWriter) -> Response {
        Response(
            status: .ok,
            headers: VoteExchange.headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: writer.bytes))
        )
    }
}
