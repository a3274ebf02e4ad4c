using System.Buffers;
using System.Text.Json;
using Gatehouse.Core.Exchanges;

namespace Gatehouse.Gateway.Plugins.OpenIdConnect.Claims;

/// <summary>Claims of an access token, and behind them those of an ID token: what the first has not got is looked for in the second.</summary>
/// <param name="access">Of the access token or of its introspection; null when it is opaque.</param>
/// <param name="id">Of the ID token; null when there is none.</param>
internal sealed class TokenClaims(JsonClaims? access, JsonClaims? id) : IVerifiedClaims
{
    public const string Plugin = "openid-connect";

    /// <inheritdoc/>
    public string Source => Plugin;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Json { get; } = access is null ? id?.Json ?? "{}"u8.ToArray() : id is null ? access.Json : Merge(access.Json, id.Json);

    /// <summary>Bytes that are kept.</summary>
    public int Bytes => (access?.Json.Length ?? 0) + (id?.Json.Length ?? 0) + (access is null || id is null ? 0 : Json.Length);

    /// <inheritdoc/>
    public bool TryGetJson(ClaimPath path, out ReadOnlySpan<byte> json)
    {
        json = default;
        return (access is not null && access.TryGetJson(path, out json)) || (id is not null && id.TryGetJson(path, out json));
    }

    /// <inheritdoc/>
    public bool TryGetText(ClaimPath path, out ReadOnlySpan<byte> text)
    {
        text = default;
        return (access is not null && access.TryGetText(path, out text)) || (id is not null && id.TryGetText(path, out text));
    }

    /// <summary>The members of <paramref name="first"/>, and those of <paramref name="second"/> that it has not got.</summary>
    private static byte[] Merge(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var output = new ArrayBufferWriter<byte>(first.Length + second.Length);
        using var one = JsonDocument.Parse(first);
        using var two = JsonDocument.Parse(second);
        using (var writer = new Utf8JsonWriter(output))
        {
            writer.WriteStartObject();
            foreach (var member in one.RootElement.EnumerateObject())
            {
                member.WriteTo(writer);
            }

            foreach (var member in two.RootElement.EnumerateObject())
            {
                if (!one.RootElement.TryGetProperty(member.Name, out _))
                {
                    member.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return output.WrittenSpan.ToArray();
    }
}
