using System.Text.Json.Nodes;

namespace Gatehouse.Control.Declarative;

/// <summary>Reads the text of a declarative document, JSON or YAML, into a tree.</summary>
internal static class DocumentReader
{
    private const string Prefix = "failed parsing declarative configuration: ";

    /// <summary>Returns the record at the root, or null and Kong's error text.</summary>
    public static JsonObject? Read(string text, DeclarativeLimits limits, out string? error)
    {
        error = null;
        if (text.Length > limits.MaxLength)
        {
            error = $"{Prefix}longer than {limits.MaxLength} characters";
            return null;
        }

        try
        {
            if (ReadTree(text, limits) is JsonObject root)
            {
                return root;
            }

            error = Prefix + "expected an object";
        }
        catch (DeclarativeSyntaxException e)
        {
            error = Prefix + e.Message;
        }

        return null;
    }

    private static JsonNode? ReadTree(string text, DeclarativeLimits limits)
    {
        // The YAML scanner takes it for the end of the text, and what stands behind it would be ignored.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new DeclarativeSyntaxException("a NUL character is not allowed");
        }

        var start = text.AsSpan().TrimStart(" \t\r\n\uFEFF");
        if (start is not ['{', ..])
        {
            return YamlTreeReader.Read(text, limits);
        }

        if (start[1..].TrimStart(" \t\r\n") is ['"', ..])
        {
            // JSON is meant; a YAML flow mapping would accept what JSON does not, a trailing comma for one.
            return JsonTreeReader.Read(text.TrimStart('\uFEFF'), limits);
        }

        try
        {
            return JsonTreeReader.Read(text.TrimStart('\uFEFF'), limits);
        }
        catch (DeclarativeSyntaxException notJson)
        {
            // A YAML flow mapping may start with a brace too; when it is neither, the JSON error says more.
            try
            {
                return YamlTreeReader.Read(text, limits);
            }
            catch (DeclarativeSyntaxException)
            {
                throw notJson;
            }
        }
    }
}
