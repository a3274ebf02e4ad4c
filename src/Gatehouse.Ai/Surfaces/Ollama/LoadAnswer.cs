using Gatehouse.Ai.Canonical;

namespace Gatehouse.Ai.Surfaces.Ollama;

/// <summary>A request without content asks to load the model (or, with <c>keep_alive</c> 0, to let it go): there is nothing to ask a vendor.</summary>
internal static class LoadAnswer
{
    public static ChatAnswer? Of(ChatRequest request)
        => request.Messages.Count > 0 ? null : new ChatAnswer { Choices = [new ChatChoice(0, [], FinishReason.Stop)], Usage = default };

    /// <summary>The reason that is told instead of <c>stop</c>.</summary>
    public static string ReasonOf(ChatRequest request)
        => request.Foreign.Any(f => f.Path == "keep_alive" && f.Value.ValueKind is System.Text.Json.JsonValueKind.Number && f.Value.GetDouble() == 0) ? "unload" : "load";
}
