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
        if (text.AsSpan().TrimStart(" \t\r\n\uFEFF") is not ['{', ..])
        {
            return YamlTreeReader.Read(text, limits);
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
