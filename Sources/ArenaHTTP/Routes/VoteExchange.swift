import ArenaCore
import Foundation
import HTTPTypes
import NIOCore
import Ranking

/// What a vote's request must hold and what it is answered, for both ways in which votes are taken: the route and the fast lane.
struct VoteExchange: Sendable {
    let publisher: SnapshotPublisher
    let pseudonyms: VoterPseudonyms
    let bytes: SnapshotBytes
    let proxies: TrustedProxies

    /// What a request says.
    ///
    /// - Parameters:
    ///   - body: the whole body.
    ///   - peer: the other end of the connection.
    /// - Throws: `APIError`: 415 for another media type, 400 for a body that is no vote, 503 while nothing is published.
    func ballot(_ headers: HTTPFields, body: ByteBuffer, from peer: NetworkAddress?) throws(APIError) -> Ballot {
        let vote = try RequestBodyReader.decode(VoteRequest.self, from: body, headers) { PlainVote($0)?.request }
        return try ballot(vote, headers, from: peer)
    }

    /// What a form says.
    ///
    /// - Throws: `APIError`: 415 for another media type, 400 for a body that is no vote, 503 while nothing is published.
    func ballot(form body: ByteBuffer, _ headers: HTTPFields, from peer: NetworkAddress?) throws(APIError) -> Ballot {
        let essence = (headers[.contentType] ?? "").prefix { $0 != ";" }.trimming(while: \.isWhitespace)
        guard essence.lowercased() == "application/x-www-form-urlencoded" else { throw .unsupportedForm }
        guard let form = FormFields(body), let ticket = form["ticket"],
            let outcome = form["outcome"].flatMap(Outcome.init(label:))
        else { throw .invalidRequest("Choose one of the outcomes before you vote.") }
        return try ballot(VoteRequest(ticket: ticket, outcome: outcome), headers, from: peer)
    }

    private func ballot(
        _ vote: VoteRequest,
        _ headers: HTTPFields,
        from peer: NetworkAddress?
    ) throws(APIError) -> Ballot {
        // Whoever votes wants to learn who was who, which only a state can tell.
        guard publisher.current != nil else { throw .stateMissing }
        return Ballot(
            ticket: vote.ticket,
            outcome: vote.outcome,
            voter: VoterCookie(headers).map { pseudonyms.voter(cookie: $0.value) },
            network: proxies.client(peer, headers).map { pseudonyms.network(of: $0.bytes) }
        )
    }

    /// The body of the answer to a vote that is in the log.
    func answer(_ receipt: VoteService.Receipt) throws(APIError) -> ByteBuffer {
        guard let state = publisher.current else { throw .stateMissing }
        let response = ReceiptResponse(receipt: receipt) { bytes.identity(of: $0, in: state) }
        return ByteBuffer(bytes: response.encoded())
    }

    /// The headers of that answer.
    static let headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
}
