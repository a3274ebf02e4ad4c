using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Gatehouse.Gateway.Plugins.Session;

/// <summary>What is sealed into the cookie: who is authenticated, and since when. Never a secret. Times are Unix seconds.</summary>
internal sealed record SessionContent
{
    /// <summary>Random; new with each renewal.</summary>
    public required string Id { get; init; }

    /// <summary>Random; the same from the log-in on, over renewals and returns of a remembered user.</summary>
    public required string Family { get; init; }

    /// <summary>When the user was authenticated by something else than a cookie.</summary>
    public required long LoginAt { get; init; }

    /// <summary>When the session began; later than the log-in when a remembered user came back.</summary>
    public required long CreatedAt { get; init; }

    /// <summary>When it was last renewed.</summary>
    public required long RolledAt { get; init; }

    /// <summary>When it was last used, to about a minute.</summary>
    public required long UsedAt { get; init; }

    public required string ConsumerId { get; init; }

    public required string CredentialId { get; init; }

    /// <summary>Value of X-Credential-Identifier at the log-in.</summary>
    public required string Identifier { get; init; }

    /// <summary>Groups that were authenticated with the user; null = none were.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>A new random id.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>JSON with short names: browsers carry it with every request.</summary>
    public byte[] Write()
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("i", Id);
            json.WriteString("f", Family);
            json.WriteNumber("l", LoginAt);
            json.WriteNumber("b", CreatedAt);
            json.WriteNumber("r", RolledAt);
            json.WriteNumber("u", UsedAt);
            json.WriteString("c", ConsumerId);
            json.WriteString("k", CredentialId);
            json.WriteString("n", Identifier);
            if (Groups is { } groups)
            {
                json.WriteStartArray("g");
                foreach (string group in groups)
                {
                    json.WriteStringValue(group);
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        }

        return memory.ToArray();
    }

    /// <summary>Reads what <see cref="Write"/> wrote. It was sealed: only another version of the program can have written something else.</summary>
    public static SessionContent? Read(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            var json = document.RootElement;
            return new SessionContent
            {
                Id = Text(json, "i"),
                Family = Text(json, "f"),
                LoginAt = json.GetProperty("l").GetInt64(),
                CreatedAt = json.GetProperty("b").GetInt64(),
                RolledAt = json.GetProperty("r").GetInt64(),
                UsedAt = json.GetProperty("u").GetInt64(),
                ConsumerId = Text(json, "c"),
                CredentialId = Text(json, "k"),
                Identifier = Text(json, "n"),
                Groups = json.TryGetProperty("g", out var groups) ? [.. groups.EnumerateArray().Select(g => g.GetString() ?? "")] : null,
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
