namespace Gatehouse.Ai.Providers.Bedrock;

/// <summary>
/// The tool that a model is made to call when it has no JSON answers of its own: its arguments are the answer. Encoder and decoders know it by
/// its name alone, so that a decoder needs nothing of the request.
/// </summary>
internal static class JsonAnswerTool
{
    public const string Name = "gatehouse_json_answer";

    public const string Description = "Gives the answer. Call it exactly once, with the whole answer as its arguments.";
}
