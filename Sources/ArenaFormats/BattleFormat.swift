/// The formats a battle file can be in.
public enum BattleFormat: Sendable, Equatable {
    /// Comma-separated values with a header that has `model_a`, `model_b` and `winner`.
    case csv
    /// The 33k record, one JSON object a line.
    case jsonLines
    /// The 33k record, one JSON array of objects.
    case jsonArray

    /// The format whose first byte after blanks this is.
    init(firstByte: UInt8) {
        switch firstByte {
        case UInt8(ascii: "{"): self = .jsonLines
        case UInt8(ascii: "["): self = .jsonArray
        default: self = .csv
        }
    }

    /// What a file is that starts with the signature of another kind of file; nil when it could be a battle file.
    static func foreignKind(_ head: ArraySlice<UInt8>) -> String? {
        let kinds: [(signature: [UInt8], kind: String)] = [
            (Array("PAR1".utf8), "a Parquet file; convert it to JSON lines or CSV first"),
            ([0x50, 0x4b, 0x03, 0x04], "a zip archive; unpack it first"),
            ([0x28, 0xb5, 0x2f, 0xfd], "a zstd file; decompress it first, or use gzip"),
            ([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "an xz file; decompress it first, or use gzip"),
            (Array("BZh".utf8), "a bzip2 file; decompress it first, or use gzip"),
            (GzipBytes.magic, "gzip inside gzip; decompress it once first"),
            ([0xff, 0xfe], "UTF-16 text; convert it to UTF-8 first"),
            ([0xfe, 0xff], "UTF-16 text; convert it to UTF-8 first"),
        ]
        return kinds.first { head.starts(with: $0.signature) }?.kind
    }
}
