import Crypto

/// Deterministic 128-bit identifiers for imported battles, so that importing a battle again changes nothing.
///
/// A record with an identifier of its own is identified by its content, see also ``FileIdentities``. Any other is identified by the digest of its
/// file's records and its number among them: the same file again, also compressed, renamed or with other line ends,
/// gives the same identifiers, while two equal rows of one file stay two battles.
public enum BattleIdentity {
    /// The identifier of a record that carries an id, high half first; nil for any other record.
    ///
    /// The first 16 bytes of SHA-256 over "arena battle 1", id, time (microseconds since 1970), judge and both models.
    /// The id alone would not do: some releases use one `question_id` for several battles.
    ///
    /// - Parameter occurrence: how many records of the same file before it had the same; counted only without a time, see ``FileIdentities``.
    public static func id(of battle: BattleRecord, occurrence: UInt64 = 0) -> (UInt64, UInt64)? {
        guard let id = battle.id else { return nil }
        var encoding = CanonicalEncoding()
        encoding.append("arena battle 1")
        encoding.append(id)
        encoding.append(battle.time)
        encoding.append(battle.judge)
        encoding.append(battle.modelA)
        encoding.append(battle.modelB)
        if occurrence > 0 { encoding.append(occurrence) }
        return halves(of: encoding)
    }

    /// The identifier, high half first, of record number `record` in a file with this `FileDigest` value.
    ///
    /// The first 64 bits of the digest and the number: the battles of a file lie side by side in an index, so that
    /// millions are written, and found to be there already, without touching all of it.
    public static func id(file digest: [UInt8], record: Int) -> (UInt64, UInt64) {
        (half(digest.prefix(8)), UInt64(bitPattern: Int64(record)))
    }

    private static func halves(of encoding: CanonicalEncoding) -> (UInt64, UInt64) {
        let digest = Array(SHA256.hash(data: encoding.bytes))
        return (half(digest[0..<8]), half(digest[8..<16]))
    }

    private static func half(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
