import ArenaCore
import Foundation
import Ranking

/// The pages of those who vote without JavaScript.
struct PlainPages {
    let language: PageLanguage

    private static let outcomes: [(Outcome, PageText)] = [
        (.modelA, .modelA), (.modelB, .modelB), (.tie, .tie), (.bothBad, .bothBad),
    ]

    /// A battle with a form to vote on it: nothing in it tells who wrote what.
    func battle(_ battle: VoteService.ServedBattle) -> [UInt8] {
        shell(.question).page { writer in
            writer.element("h1", words: language.text(.question))
            writer.element("p", words: language.text(.lede))
            if battle.isSample { writer.element("p", [("class", "sample-note shown")], words: language.text(.sample)) }
            writer.element("section", [("class", "prompt prose"), ("aria-label", language.text(.prompt))]) { writer in
                for message in battle.prompt.messages { writer.document(MarkdownDocument.parse(message.content)) }
            }
            writer.element("div", [("class", "panes")]) { writer in
                for (side, messages) in [(PageText.sideA, battle.responseA), (.sideB, battle.responseB)] {
                    writer.element("section", [("class", "pane prose")]) { writer in
                        writer.element("h2", words: language.text(side))
                        for message in messages { writer.document(MarkdownDocument.parse(message)) }
                    }
                }
            }
            writer.element("form", [("method", "post"), ("action", "/plain/vote?lang=\(language.rawValue)")]) {
                writer in
                writer.void("input", [("type", "hidden"), ("name", "ticket"), ("value", battle.ticket)])
                writer.element("fieldset") { writer in
                    writer.element("legend", words: language.text(.legend))
                    for (outcome, name) in Self.outcomes {
                        writer.element("label") { writer in
                            writer.void(
                                "input",
                                [("type", "radio"), ("name", "outcome"), ("value", outcome.label), ("required", "")]
                            )
                            writer.words(" " + language.text(name))
                        }
                    }
                }
                writer.element("button", [("type", "submit"), ("class", "primary")], words: language.text(.send))
            }
            writer.element("p") { writer in
                writer.element("a", [("href", "/plain?lang=\(language.rawValue)")], words: language.text(.another))
            }
        }
    }

    /// What came of a vote.
    func receipt(_ receipt: VoteService.Receipt, _ state: ArenaState) -> [UInt8] {
        shell(.recorded).page { writer in
            writer.element("h1", words: language.text(receipt.isReplay ? .alreadyRecorded : .recorded))
            writer.element("p", words: language.text(receipt.isCounted ? .counted : .notCounted))
            writer.element("dl", [("class", "verdicts")]) { writer in
                for (name, model) in [(PageText.wasA, receipt.modelA), (.wasB, receipt.modelB)] {
                    writer.element("dt", words: language.text(name))
                    writer.element("dd") { writer in
                        if model.stage.isShown {
                            writer.element("a", [("href", "/models/\(model.slug)")], words: model.name)
                        } else {
                            writer.words(model.name)
                        }
                        let origin = [model.organization, model.license].compactMap(\.self).joined(separator: " · ")
                        writer.element("small", words: " " + [origin, standing(model, state)].joined(separator: " · "))
                    }
                }
            }
            writer.element("p") { writer in
                writer.element(
                    "a",
                    [("class", "primary"), ("href", "/plain?lang=\(language.rawValue)")],
                    words: language.text(.next)
                )
            }
        }
    }

    /// Why there is nothing else to show.
    ///
    /// - Parameter reason: a sentence that helps, in English as the API's are.
    func failure(_ reason: String) -> [UInt8] {
        shell(.sorry).page { writer in
            writer.element("h1", words: language.text(.sorry))
            writer.element("p", [("lang", "en")], words: reason)
            writer.element("p") { writer in
                writer.element("a", [("href", "/plain?lang=\(language.rawValue)")], words: language.text(.tryAgain))
            }
        }
    }

    private func standing(_ model: Model, _ state: ArenaState) -> String {
        guard let rating = state.leaderboard.row(of: model.id)?.rating else { return language.text(.unrated) }
        func points(_ rating: Double) -> String { String(Int(rating.rounded())) }
        var interval = ""
        if let lower = rating.lower, let upper = rating.upper { interval = " (\(points(lower))–\(points(upper)))" }
        return "\(language.text(.rating)) \(points(rating.rating))\(interval), #\(rating.rank)"
    }

    private func shell(_ title: PageText) -> PageShell {
        PageShell(language: language, title: language.text(title), sheets: ["plain"], kind: "plain")
    }
}
