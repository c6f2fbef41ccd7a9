import ArenaCore
import HTTPTypes
import Hummingbird

/// Voting without JavaScript: a page with a form, and a page with what came of it.
struct PlainRoutes: Sendable {
    let configuration: HTTPConfiguration
    let votes: VoteService
    let exchange: VoteExchange

    /// `GET /plain`: a battle with a form to vote on it.
    func battle(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let language = PageLanguage(request)
        let known = VoterCookie(request.headers)
        let cookie = known ?? VoterCookie()
        let voter = exchange.pseudonyms.voter(cookie: cookie.value)
        let deadline = Deadline(instant: context.arrivedAt + configuration.requestTimeout)
        return try await answering(language) {
            let page = try await deadline.abandoning(orThrow: .timeout) { [votes] in
                PlainPages(language: language).battle(try await votes.draw(for: voter))
            }
            var response = Self.response(.ok, page)
            if known == nil { response.headers[.setCookie] = cookie.setting(isSecure: configuration.secureCookies) }
            return response
        }
    }

    /// `POST /plain/vote`: the form, sent.
    func vote(_ request: Request, _ context: ArenaRequestContext) async throws -> Response {
        let language = PageLanguage(request)
        let deadline = Deadline(instant: context.arrivedAt + configuration.requestTimeout)
        return try await answering(language) {
            let reader = RequestBodyReader(maximumBytes: configuration.maximumBodyBytes)
            let body = try await reader.bytes(of: request, by: deadline)
            let ballot = try exchange.ballot(form: body, request.headers, from: context.peer)
            let receipt = try await votes.vote(ballot, by: configuration.voteDeadline(context.arrivedAt))
            guard let state = exchange.publisher.current else { throw APIError.stateMissing }
            return Self.response(.ok, PlainPages(language: language).receipt(receipt, state))
        }
    }

    /// What the body answers, or a page that says why there is no such answer.
    private func answering(
        _ language: PageLanguage,
        _ body: () async throws -> Response
    ) async throws -> Response {
        do {
            return try await body()
        } catch let error as ArenaError {
            return Self.failure(APIError(error), language)
        } catch let error as APIError {
            return Self.failure(error, language)
        }
    }

    private static func failure(_ error: APIError, _ language: PageLanguage) -> Response {
        var response = response(error.status, PlainPages(language: language).failure(error.message))
        for field in error.headers { response.headers.append(field) }
        return response
    }

    private static func response(_ status: HTTPResponse.Status, _ page: [UInt8]) -> Response {
        Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: page))
        )
    }
}
