import ArenaCore
import ArenaFormats

extension ResponseStyle {
    /// The counts as they are stored.
    init(_ counts: StyleCounts) {
        func whole(_ count: Double) -> Int32 { Int32(min(max(count.rounded(), 0), Double(Int32.max))) }
        self.init(
            length: whole(counts.length),
            headers: whole(counts.headers),
            lists: whole(counts.lists),
            bold: whole(counts.bold)
        )
    }
}
