using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Core.Exchanges;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Answers of the endpoints: JSON that nobody may store (RFC 6749 section 5.1).</summary>
internal static class EndpointAnswer
{
    private static readonly HeaderName CacheControl = new("Cache-Control");
    private static readonly HeaderName Pragma = new("Pragma");
    private static readonly HeaderName Allow = new("Allow");
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an object.</summary>
    public static void Send(Exchange exchange, int status, Action<Utf8JsonWriter> write)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory, Json))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        ForbidStoring(exchange);
        exchange.Respond(status, "application/json; charset=utf-8", memory.ToArray());
    }

    /// <summary>Answers with an error; the state that the client sent comes back with it.</summary>
    public static void Send(Exchange exchange, OAuth2Error error, string? state)
    {
        if (error.Challenge is { } challenge)
        {
            exchange.Response.Headers.Set(HeaderNames.WwwAuthenticate, FieldText.Safe(challenge));
        }

        if (error.Status == 405)
        {
            exchange.Response.Headers.Set(Allow, "POST"u8);
        }

        Send(exchange, error.Status, json =>
        {
            json.WriteString("error", error.Error);
            json.WriteString("error_description", error.Description);
            if (state is not null)
            {
                json.WriteString("state", state);
            }
        });
    }

    /// <summary>Answers with nothing.</summary>
    public static void SendEmpty(Exchange exchange)
    {
        ForbidStoring(exchange);
        exchange.Respond(200, null, default);
    }

    private static void ForbidStoring(Exchange exchange)
    {
        exchange.Response.Headers.Set(CacheControl, "no-store"u8);
        exchange.Response.Headers.Set(Pragma, "no-cache"u8);
    }
}
