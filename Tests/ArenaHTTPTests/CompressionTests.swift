import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ArenaHTTP

@Suite("Compression")
struct CompressionTests {
    @Test(arguments: [
        ("gzip", true), ("GZIP", true), ("x-gzip", true), ("br, gzip", true), ("br,gzip;q=0.1", true), ("*", true),
        ("deflate, *;q=0.5", true), ("", false), ("br", false), ("gzip;q=0", false), ("gzip; q=0.000, *", false),
        ("*;q=0", false), ("identity", false), ("gzip;q=0, br", false), ("gzipped", false),
    ])
    func understandsWhatAClientTakes(field: String, takes: Bool) {
        #expect(AcceptedEncodings([.acceptEncoding: field]).takesGzip == takes)
        #expect(!AcceptedEncodings([:]).takesGzip)
    }

    @Test(arguments: ["/api/v1/leaderboard", "/"])
    func sendsWhatAClientTakes(path: String) async throws {
        try await withArena { arena in
            let long = String(repeating: "<p>Which response is better?</p>", count: 100)
            try Data(long.utf8).write(to: arena.pages.appending(path: "index.html"))
            try await arena.application().test(.router) { client in
                let plain = try await client.get(path)
                let zipped = try await client.get(path, headers: [.acceptEncoding: "gzip, br"])
                #expect(plain.headers[.contentEncoding] == nil && zipped.headers[.contentEncoding] == "gzip")
                #expect(plain.headers[.vary] == "Accept-Encoding" && zipped.headers[.vary] == "Accept-Encoding")
                #expect(zipped.headers[.contentType] == plain.headers[.contentType])
                #expect(zipped.body.readableBytes < plain.body.readableBytes / 2)
                let unzipped = Unzipped(Array(zipped.body.readableBytesView))
                #expect(unzipped.isWhole && unzipped.text == String(buffer: plain.body))
                // Bytes that differ have tags that differ, and each is known again.
                let tags = [plain, zipped].compactMap { $0.headers[.eTag] }
                #expect(Set(tags).count == 2)
                for tag in tags {
                    for encoding in ["gzip", "identity"] {
                        let again = try await client.get(
                            path,
                            headers: [.ifNoneMatch: tag, .acceptEncoding: encoding]
                        )
                        #expect(again.status == .notModified && again.body.readableBytes == 0)
                        #expect(again.headers[.vary] == "Accept-Encoding")
                        #expect(again.headers[.eTag] == (encoding == "gzip" ? tags[1] : tags[0]))
                    }
                }
                let head = try await client.execute(uri: path, method: .head, headers: [.acceptEncoding: "gzip"]) { $0 }
                #expect(head.headers[.contentLength] == "\(zipped.body.readableBytes)")
            }
        }
    }

    @Test func leavesAloneWhatDoesNotShrink() async throws {
        try await withArena { arena in
            try Data(repeating: 7, count: 5_000).write(to: arena.pages.appending(path: "picture.png"))
            try await arena.application().test(.router) { client in
                for path in ["/picture.png", "/style.css"] {
                    let response = try await client.get(path, headers: [.acceptEncoding: "gzip"])
                    #expect(response.headers[.contentEncoding] == nil && response.headers[.vary] == nil, "\(path)")
                }
            }
        }
    }

    @Test func blocksOfAFileCanBePutTogetherInAnyOrder() throws {
        let texts = [Array("one ".utf8), [], Array(repeating: UInt8(ascii: "x"), count: 100_000), Array("end\n".utf8)]
        let blocks = texts.map(Gzip.block)
        for order in [[0, 1, 2, 3], [3, 2, 0], [2, 2, 2], []] {
            var total = Gzip.Total()
            var file = Gzip.streamHeader
            for index in order {
                total.add(blocks[index])
                file += blocks[index].bytes
            }
            file += total.end
            let unzipped = Unzipped(file)
            #expect(unzipped.isWhole && Array(unzipped.text.utf8) == order.flatMap { texts[$0] })
        }
    }
}
