import ArenaTestSupport
import Foundation
import NIOCore
import Testing

@testable import ArenaHTTP

/// The quick way through a vote's body takes nothing that the decoder would refuse, and reads nothing differently.
@Suite("A plain vote") struct PlainVoteTests {
    private static let pieces = [
        "{", "}", "\"", ":", ",", " ", "\n", "\t", "\\", "\\u0041", "\\\"", "ticket", "outcome", "\"ticket\"",
        "\"outcome\"",
        "\"tie\"", "\"model_a\"", "\"both_bad\"", "\"nobody\"", "\"abc-_\"", "\"\"", "null", "1", "[", "]", "é",
        "\u{0}", "\u{7f}",
        "\"ticket\":\"abc\"", "\"outcome\":\"tie\"", "\"outcome\":\"model_b\"", "\"more\":\"x\"", "\u{feff}",
        "\"\\u0041\"", "\"a\\nb\"", "\"a\nb\"", "\"é\"",
    ]

    private func compare(_ body: String) -> Bool {
        let bytes = ByteBuffer(string: body)
        guard let plain = PlainVote(bytes.readableBytesView)?.request else { return false }
        let decoded = try? JSONDecoder().decode(VoteRequest.self, from: Data(body.utf8))
        #expect(decoded?.ticket == plain.ticket && decoded?.outcome == plain.outcome, "\(body.debugDescription)")
        return true
    }

    @Test func isReadAsTheDecoderReadsIt() {
        var generator = SeededGenerator(seed: 11)
        var taken = 0
        for _ in 0..<50_000 {
            // Half of them begin as a vote does, or hardly any would be one.
            let starts = ["", #"{"ticket":"abc","outcome":"#, #"{"outcome":"tie","ticket":"#]
            var body = starts[Int.random(in: 0...2, using: &generator)]
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                body += Self.pieces.randomElement(using: &generator) ?? ""
            }
            if Bool.random(using: &generator) { body += "}" }
            if compare(body) { taken += 1 }
        }
        #expect(taken > 100)
    }

    @Test func everyUsualFormIsTaken() {
        for body in [
            #"{"ticket":"a_-9","outcome":"model_a"}"#, #"{ "outcome" : "tie" , "ticket" : "x" }"#,
            "{\n  \"ticket\": \"x\",\r\n\t\"outcome\": \"both_bad\"\n}\n",
        ] {
            #expect(compare(body), "\(body)")
        }
        #expect(
            !compare(#"{"ticket":"x","outcome":"tie"} x"#) && !compare(#"{"ticket":"x","ticket":"y","outcome":"tie"}"#)
        )
    }
}
