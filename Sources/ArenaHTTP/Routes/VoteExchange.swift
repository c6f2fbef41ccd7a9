import ArenaCore
import Foundation
import HTTPTypes
import NIOCore

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
