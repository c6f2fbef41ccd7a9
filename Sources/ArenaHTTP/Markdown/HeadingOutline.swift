/// Levels of headings as an outline has them: the first is 1, and none is more than one below that over it.
///
/// People and models begin at any level and skip some, for the size of the letters. Those who hear a page go from heading
/// to heading by its level, and take a skipped one for a part that they have missed.
struct HeadingOutline {
    /// The levels as written of the headings over the next one, outermost first.
    private var written: [Int] = []

    /// The level of the next heading, by the one it was written with.
    mutating func level(of next: Int) -> Int {
        while let last = written.last, last >= next { written.removeLast() }
        written.append(next)
        return written.count
    }
}
