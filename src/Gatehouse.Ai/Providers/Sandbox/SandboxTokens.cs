namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>What the sandbox calls tokens: about four characters, never across a line.</summary>
internal static class SandboxTokens
{
    /// <summary>Number of tokens of a text.</summary>
    public static int Count(string text) => (text.Length + 3) / 4;

    /// <summary>The tokens of a text: words with the space before them, long ones in pieces.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (int start = 0; start < text.Length;)
        {
            int end = start + 1;
            while (end < text.Length && end - start < 8 && text[end] is not (' ' or '\n') && !char.IsLowSurrogate(text[end]))
            {
                end++;
            }

            // A surrogate pair stays together.
            end = end < text.Length && char.IsLowSurrogate(text[end]) ? end + 1 : end;
            yield return text[start..end];
            start = end;
        }
    }
}
