using System.Net;
using System.Text;
using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Http2.Client;

/// <summary>Builds the handler's request from ours, byte for byte: nothing is normalised on the way.</summary>
internal static class UpstreamRequestHead
{
    public static HttpRequestMessage Build(in Http2UpstreamRequest request, bool isSecure, UpstreamRequestContent? content)
    {
        var message = new HttpRequestMessage(MethodOf(request.Method), TargetOf(in request, isSecure))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        message.Headers.Host = Encoding.Latin1.GetString(request.Authority);
        message.Options.Set(Http2Connector.Order, new(request.EndPoint, request.ConnectTimeoutMilliseconds));
        foreach (var field in request.Headers)
        {
            if (IsForwarded(field, request.Headers))
            {
                Add(message, Encoding.Latin1.GetString(field.Name), Encoding.Latin1.GetString(field.Value));
            }
        }

        return message;
    }

    /// <summary>The handler keeps fields such as Content-Type with the content, and there may be none.</summary>
    private static void Add(HttpRequestMessage message, string name, string value)
    {
        if (!message.Headers.TryAddWithoutValidation(name, value))
        {
            message.Content ??= new ByteArrayContent([]);
            message.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static HttpMethod MethodOf(RequestMethod method) => HttpMethod.Parse(method.Name);

    /// <summary>The connection goes to the chosen address; path and query must not be touched by <see cref="Uri"/>.</summary>
    private static Uri TargetOf(in Http2UpstreamRequest request, bool isSecure)
        => new(
            $"{(isSecure ? "https" : "http")}://{request.EndPoint}{Encoding.Latin1.GetString(request.Target)}",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private static bool IsForwarded(HeaderMap.Field field, HeaderMap all)
    {
        // Host travels as :authority; Proxy would become HTTP_PROXY in a CGI (httpoxy).
        if (ConnectionFields.Contains(field)
            || field.Is(HeaderNames.Host) || field.Is(HeaderNames.Proxy) || field.Is(HeaderNames.Trailer))
        {
            return false;
        }

        if (field.Is(HeaderNames.Te))
        {
            return Ascii.EqualsIgnoreCase(field.Value, "trailers"u8);
        }

        return !IsNamedByConnection(field.Name, all);
    }

    /// <summary>RFC 9110 §7.6.1.</summary>
    private static bool IsNamedByConnection(ReadOnlySpan<byte> name, HeaderMap all)
    {
        foreach (var field in all.Values(HeaderNames.Connection))
        {
            ReadOnlySpan<byte> value = field.Value;
            foreach (var range in value.Split((byte)','))
            {
                if (Ascii.EqualsIgnoreCase(value[range].Trim(" \t"u8), name))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
