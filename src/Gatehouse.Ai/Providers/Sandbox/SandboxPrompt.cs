using System.Text;
using System.Text.Json;

namespace Gatehouse.Ai.Providers.Sandbox;

/// <summary>What the sandbox reads of a request in OpenAI's shape.</summary>
internal sealed record SandboxPrompt
{
    /// <summary>Text of the last user message, without directives.</summary>
    public string Text { get; private init; } = "";

    /// <summary>What a tool answered last; null when the last message is no tool's.</summary>
    public string? ToolResult { get; private init; }

    public SandboxOptions Options { get; private init; } = new();

    public int Images { get; private init; }

    public int Tokens { get; private init; }

    public int? MaxTokens { get; private init; }

    public IReadOnlyList<string> Stops { get; private init; } = [];

    private JsonElement Tools { get; init; }

    private JsonElement Choice { get; init; }

    /// <summary>Reads a request.</summary>
    public static SandboxPrompt Of(JsonElement request)
    {
        string text = "", all = "";
        string? result = null;
        int images = 0;
        var options = new SandboxOptions();
        foreach (var message in request.GetProperty("messages").EnumerateArray())
        {
            string role = message.TryGetProperty("role", out var named) ? named.GetString() ?? "" : "";
            string content = message.TryGetProperty("content", out var parts) ? TextOf(parts, ref images) : "";
            if (role == "user")
            {
                // Only the newest message tells what to do: a directive in the history is done with.
                options = SandboxOptions.From(ref content, new SandboxOptions());
                text = content;
            }

            result = role == "tool" ? content : null;
            all += content;
        }

        return new SandboxPrompt
        {
            Text = text,
            ToolResult = result,
            Options = options,
            Images = images,
            Tokens = SandboxTokens.Count(all) + (images * 85) + 3,
            MaxTokens = Number(request, "max_completion_tokens") ?? Number(request, "max_tokens"),
            Stops = StopsOf(request),
            Tools = request.TryGetProperty("tools", out var tools) ? tools : default,
            Choice = request.TryGetProperty("tool_choice", out var choice) ? choice : default,
        };
    }

    /// <summary>
    /// The tool to call: the one that is told or demanded; the first when some tool is; the one whose name the text has; none after a tool has
    /// answered.
    /// </summary>
    public (string Name, JsonElement Parameters)? Tool(string? told)
    {
        if (Tools.ValueKind != JsonValueKind.Array || Tools.GetArrayLength() == 0 || Is("none"u8))
        {
            return null;
        }

        string? wanted = told ?? (Choice.ValueKind == JsonValueKind.Object && Choice.TryGetProperty("function", out var function) && function.TryGetProperty("name", out var name)
            ? name.GetString()
            : null);
        foreach (var tool in Tools.EnumerateArray())
        {
            if (!tool.TryGetProperty("function", out var definition) || !definition.TryGetProperty("name", out var named) || named.GetString() is not { } known)
            {
                continue;
            }

            bool isMeant = wanted is not null ? wanted == known
                : Is("required"u8) || (ToolResult is null && Text.Contains(known, StringComparison.OrdinalIgnoreCase));
            if (isMeant)
            {
                return (known, definition.TryGetProperty("parameters", out var parameters) ? parameters : default);
            }
        }

        return null;
    }

    private bool Is(ReadOnlySpan<byte> choice) => Choice.ValueKind == JsonValueKind.String && Choice.ValueEquals(choice);

    private static string TextOf(JsonElement content, ref int images)
    {
        if (content.ValueKind == JsonValueKind.String)
        {
            return content.GetString()!;
        }

        var text = new StringBuilder();
        if (content.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in content.EnumerateArray())
            {
                images += part.TryGetProperty("image_url", out _) ? 1 : 0;
                text.Append(part.TryGetProperty("text", out var piece) ? piece.GetString() : "");
            }
        }

        return text.ToString();
    }

    private static IReadOnlyList<string> StopsOf(JsonElement request)
        => !request.TryGetProperty("stop", out var stop) ? []
            : stop.ValueKind == JsonValueKind.String ? [stop.GetString()!]
            : stop.ValueKind == JsonValueKind.Array ? [.. stop.EnumerateArray().Select(s => s.GetString() ?? "").Where(s => s.Length > 0)]
            : [];

    private static int? Number(JsonElement request, string name) => request.TryGetProperty(name, out var value) && value.TryGetInt32(out int number) ? number : null;
}
