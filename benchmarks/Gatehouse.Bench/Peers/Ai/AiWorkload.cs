using System.Text;

namespace Gatehouse.Bench.Peers.Ai;

/// <summary>One kind of request, the same for every peer.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Path">Path at a gateway.</param>
/// <param name="Body">The body.</param>
/// <param name="Mark">What stands at the end of a whole answer, and of no broken one.</param>
internal sealed record AiWorkload(string Name, string Path, string Body, string Mark)
{
    private const string ChatPath = "/v1/chat/completions";
    private const string Sentence = "The quick brown fox jumps over the lazy dog. ";

    /// <summary>Header fields of its dialect.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; init; } = [];

    /// <summary>One line.</summary>
    public static AiWorkload Small { get; } = new("small chat", ChatPath, Chat("m", "hello", ""), "\"total_tokens\":10");

    /// <summary>10 KB of conversation.</summary>
    public static AiWorkload Large { get; } = new("10 KB chat", ChatPath, Chat("m", LongText(), ""), "\"total_tokens\":10");

    /// <summary>An Anthropic client of an OpenAI vendor.</summary>
    public static AiWorkload Translated { get; } = new("translated", "/v1/messages", Chat("m", "hello", ",\"max_tokens\":100"), "\"output_tokens\":1")
    {
        Fields = [new("anthropic-version", "2023-06-01")],
    };

    /// <summary>A stream.</summary>
    public static AiWorkload StreamOf(string model) => new($"stream, {model}", ChatPath, Chat(model, "hello", ",\"stream\":true"), "data: [DONE]");

    private static string Chat(string model, string text, string rest)
        => $$"""{"model":"{{model}}","messages":[{"role":"user","content":"{{text}}"}]{{rest}}}""";

    private static string LongText()
    {
        var text = new StringBuilder();
        while (text.Length < 10 * 1024)
        {
            text.Append(Sentence);
        }

        return text.ToString();
    }
}
