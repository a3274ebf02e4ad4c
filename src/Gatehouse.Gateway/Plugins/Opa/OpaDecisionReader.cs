using System.Text;
using System.Text.Json;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Forwarding;

namespace Gatehouse.Gateway.Plugins.Opa;

/// <summary>
/// Reads answers of Open Policy Agent's data API: <c>{"result": true}</c>, or a result with <c>allow</c> and, at will, <c>status</c>,
/// <c>headers</c> and <c>message</c>. Everything else is no decision; an undefined one (no result) as well.
/// </summary>
internal static class OpaDecisionReader
{
    private const int MaxHeaders = 64;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    private static readonly OpaDecision Allowed = new() { IsAllowed = true };
    private static readonly OpaDecision Denied = new() { IsAllowed = false };

    /// <summary>The decision, or null when there is none.</summary>
    public static OpaDecision? Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("result", out var result)
                ? FromResult(result)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter for an escape that is half a surrogate pair: found only when a text is decoded.
            return null;
        }
    }

    private static OpaDecision? FromResult(JsonElement result) => result.ValueKind switch
    {
        JsonValueKind.True => Allowed,
        JsonValueKind.False => Denied,
        JsonValueKind.Object => FromObject(result),
        _ => null,
    };

    private static OpaDecision? FromObject(JsonElement result)
    {
        if (!result.TryGetProperty("allow", out var allow) || allow.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            return null;
        }

        var headers = new List<(HeaderName, byte[])>();
        if (result.TryGetProperty("headers", out var fields) && !TryReadHeaders(fields, headers))
        {
            return null;
        }

        int status = 403;
        if (result.TryGetProperty("status", out var given) && !(given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out status) && status is >= 200 and <= 599))
        {
            return null;
        }

        bool hasMessage = result.TryGetProperty("message", out var message);
        return new OpaDecision
        {
            IsAllowed = allow.ValueKind == JsonValueKind.True,
            Status = status,
            Headers = headers,
            Message = hasMessage && message.ValueKind == JsonValueKind.String ? message.GetString() : null,
            Json = hasMessage && message.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? Encoding.UTF8.GetBytes(message.GetRawText()) : default,
        };
    }

    private static bool TryReadHeaders(JsonElement fields, List<(HeaderName, byte[])> headers)
    {
        if (fields.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var field in fields.EnumerateObject())
        {
            JsonElement[] values = field.Value.ValueKind == JsonValueKind.Array ? [.. field.Value.EnumerateArray()] : [field.Value];
            if (!MaySet(field.Name) || headers.Count + values.Length > MaxHeaders || values.Any(v => !TryAdd(field.Name, v, headers)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAdd(string name, JsonElement value, List<(HeaderName, byte[])> headers)
    {
        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => null,
        };
        byte[] bytes = Encoding.UTF8.GetBytes(text ?? "");
        if (text is null || text.AsSpan().Trim().Length != text.Length || !HttpSyntax.IsFieldValue(bytes))
        {
            return false;
        }

        headers.Add((new HeaderName(name), bytes));
        return true;
    }

    /// <summary>Framing, connections and forwarding are the gateway's alone.</summary>
    private static bool MaySet(string name)
        => HttpSyntax.IsToken(name)
            && (HeaderDispositions.Of(Encoding.ASCII.GetBytes(name))
                & (HeaderDisposition.Drop | HeaderDisposition.Special | HeaderDisposition.OwnedInRequest | HeaderDisposition.OwnedInResponse)) == 0;
}
