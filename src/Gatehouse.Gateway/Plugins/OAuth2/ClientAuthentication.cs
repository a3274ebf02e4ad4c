using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Identity.Sources;

namespace Gatehouse.Gateway.Plugins.OAuth2;

/// <summary>Finds out which client calls an endpoint (RFC 6749 section 2.3): from the parameters, else from Basic credentials.</summary>
internal sealed class ClientAuthentication(OAuth2Place place)
{
    private readonly HeaderName _field = new(place.Config.AuthHeaderName);

    /// <summary>The client, authenticated unless it is public; or why not.</summary>
    public async ValueTask<(OAuth2Credential? Client, OAuth2Error? Error)> AuthenticateAsync(EndpointCall call)
    {
        var (id, secret, isInField) = Read(call);
        var failed = isInField ? OAuth2Error.ClientInField : OAuth2Error.Client;
        if (id is null)
        {
            return (null, call.Fail(AuthenticationFailureReason.Missing, failed));
        }

        if (place.Directory.FindOAuth2(id) is not { } client)
        {
            return (null, call.Fail(AuthenticationFailureReason.Unknown, failed));
        }

        if (client.IsPublic)
        {
            return string.IsNullOrWhiteSpace(secret) ? (client, null) : (null, call.Fail(AuthenticationFailureReason.WrongSecret, OAuth2Error.PublicSecret));
        }

        byte[] bytes = Encoding.UTF8.GetBytes(secret ?? "");
        bool? isRight = place.Node.Passwords.CheckAtOnce(client.Secret, bytes)
            ?? await place.Node.Passwords.CheckAsync(client.Secret, bytes, call.Exchange.ClientAddress);
        return isRight switch
        {
            true => (client, null),
            false => (null, call.Fail(AuthenticationFailureReason.WrongSecret, failed)),
            null => (null, call.Fail(AuthenticationFailureReason.Unavailable, OAuth2Error.Busy)),
        };
    }

    private (string? Id, string? Secret, bool IsInField) Read(EndpointCall call)
    {
        string? id = call.Parameters["client_id"], secret = call.Parameters["client_secret"];
        var headers = call.Exchange.Request.Headers;
        if ((id is not null && secret is not null) || !headers.Contains(_field))
        {
            return (id, secret, false);
        }

        if (!AuthorizationField.TryGet(headers, _field, "Basic"u8, out var credentials) || DecodeBasic(credentials) is not { } pair)
        {
            return (null, null, true);
        }

        // RFC 6749 section 2.3.1: the secret is all that stands behind the first colon.
        int colon = pair.IndexOf(':', StringComparison.Ordinal);
        string name = colon < 0 ? pair : pair[..colon];

        // Who says to be two clients is none.
        return id is not null && id != name ? (null, null, true) : (name, colon < 0 ? null : pair[(colon + 1)..], true);
    }

    private static string? DecodeBasic(ReadOnlySpan<byte> text)
    {
        byte[] bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, bytes, out _, out int written) == OperationStatus.Done
            && System.Text.Unicode.Utf8.IsValid(bytes.AsSpan(0, written))
            ? Encoding.UTF8.GetString(bytes, 0, written)
            : null;
    }
}
