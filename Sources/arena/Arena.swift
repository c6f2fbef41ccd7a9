import ArgumentParser

/// The program: a human-preference arena and its offline jobs.
@main
struct Arena: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "A human-preference arena: battles between two anonymous responses, and leaderboards that follow every vote.",
        discussion: """
            Every setting can be given as a flag, as an environment variable (named in brackets), or in a JSON file \
            (--config) under the flag's name; the first of these that has it decides.
            """,
        version: "0.1.0",
        subcommands: [
            Serve.self, Import.self, Rank.self, Convert.self, Models.self, Migrate.self, Exclude.self, Reinstate.self,
        ]
    )
}
