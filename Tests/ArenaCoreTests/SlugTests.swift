import ArenaCore
import Testing

@Suite struct SlugTests {
    @Test(arguments: [
        ("Alpaca (7B)", "alpaca-7b"),
        ("GPT-3.5 Turbo", "gpt-3.5-turbo"),
        ("  spaced  out  ", "spaced-out"),
        ("under_score.v2", "under_score.v2"),
        ("-.-dashes-.-", "dashes"),
        ("한국어", "model"),
        ("", "model"),
    ])
    func plain(name: String, slug: String) {
        #expect(Slug.make(from: name) == slug)
    }

    @Test func namesThatCollideGetNumbers() {
        var taken: Set<String> = []
        let slugs = ["GPT-4", "gpt-4", "gpt 4 "].map { name in
            let slug = Slug.unique(for: name) { taken.contains($0) }
            taken.insert(slug)
            return slug
        }
        #expect(slugs == ["gpt-4", "gpt-4-2", "gpt-4-3"])
    }

    @Test func longNamesAreCut() {
        #expect(Slug.make(from: String(repeating: "a", count: 5000)).count <= 100)
    }
}
