namespace Gatehouse.Ai.Providers.Ollama;

/// <summary>Part of a line.</summary>
internal readonly record struct OllamaSlice(int Start, int Length)
{
    /// <summary>The bytes of it.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line) => line.Slice(Start, Length);
}
