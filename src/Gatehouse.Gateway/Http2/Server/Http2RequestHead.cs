using System.Buffers;
using System.Text;
using Gatehouse.Core.Diagnostics;
using Gatehouse.Core.Http;
using Gatehouse.Gateway.Hygiene;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Gateway.Http2.Server;

/// <summary>
/// Turns what Kestrel parsed into the road's request, and judges what Kestrel lets pass. Text is Latin-1: one character, one byte.
/// </summary>
internal static class Http2RequestHead
{
    /// <summary>Reads the head; the first fault found is the answer, the rest is read all the same.</summary>
    public static RejectionReason Read(IHttpRequestFeature request, bool canHaveBody, RequestMessage message, out int bytes)
    {
        message.Reset();
        message.Version = 20;
        message.Method = MethodOf(request.Method);
        var reason = ReadFields(request.Headers, message.Headers, out bytes);
        bytes += request.RawTarget.Length + request.Method.Length;
        reason = First(reason, ReadAuthority(message));
        reason = First(reason, ReadTarget(request.RawTarget, message));
        return First(reason, ReadFraming(canHaveBody, message));
    }

    /// <summary>
    /// Reads trailer fields, without those that only the gateway may set; false when one of them is malformed or may not be a
    /// trailer (RFC 9110 §6.5.1).
    /// </summary>
    public static bool ReadTrailers(IHeaderDictionary from, HeaderMap to, out int bytes)
    {
        bool isValid = ReadFields(from, to, out bytes) == RejectionReason.None;
        foreach (var field in to)
        {
            isValid &= !ConnectionFields.Contains(field)
                && !field.Is(HeaderNames.Host)
                && !field.Is(HeaderNames.Authorization)
                && !field.Is(HeaderNames.ContentType)
                && !field.Is(HeaderNames.Te)
                && !field.Is(HeaderNames.Trailer)
                && !field.Is(HeaderNames.Cookie);
        }

        to.RemoveWhere(0, static (name, _, _) => ProtectedHeaders.IsGatewayOwned(name));
        return isValid;
    }

    private static RequestMethod MethodOf(string method)
    {
        Span<byte> bytes = stackalloc byte[Math.Min(method.Length, 64)];
        Encoding.Latin1.GetBytes(method.AsSpan(0, bytes.Length), bytes);
        return RequestMethod.From(bytes);
    }

    private static RejectionReason ReadFields(IHeaderDictionary from, HeaderMap to, out int bytes)
    {
        bytes = 0;
        var reason = RejectionReason.None;
        byte[] scratch = ArrayPool<byte>.Shared.Rent(1024);
        foreach (var (name, values) in from)
        {
            // Pseudo-header fields are the target, the method and the authority; they are no fields to anyone else.
            if (name.StartsWith(':'))
            {
                continue;
            }

            foreach (string? value in values)
            {
                int length = name.Length + (value?.Length ?? 0);
                scratch = Fit(scratch, length);
                Encoding.Latin1.GetBytes(name, scratch);
                Encoding.Latin1.GetBytes(value ?? "", scratch.AsSpan(name.Length));
                bytes += length;
                var field = new HeaderMap.Field(
                    scratch.AsSpan(0, name.Length), scratch.AsSpan(name.Length, length - name.Length), HeaderName.HashOf(scratch.AsSpan(0, name.Length)));
                reason = First(reason, Judge(name, field));
                to.Add(field.Name, field.Value);
            }
        }

        ArrayPool<byte>.Shared.Return(scratch);
        return reason;
    }

    private static byte[] Fit(byte[] scratch, int length)
    {
        if (scratch.Length >= length)
        {
            return scratch;
        }

        ArrayPool<byte>.Shared.Return(scratch);
        return ArrayPool<byte>.Shared.Rent(length);
    }

    private static RejectionReason Judge(string name, HeaderMap.Field field)
        => !HttpSyntax.IsToken(name) ? RejectionReason.HeaderNameInvalid
            : !HttpSyntax.IsFieldValue(field.Value) ? RejectionReason.HeaderValueInvalid
            : field.Is(HeaderNames.TransferEncoding) ? RejectionReason.TransferEncodingUnknown
            : ConnectionFields.IsForbidden(field) ? RejectionReason.HeaderNameInvalid
            : RejectionReason.None;

    /// <summary>Kestrel has put :authority in the place of Host, where there was one: nobody else sees another.</summary>
    private static RejectionReason ReadAuthority(RequestMessage message)
    {
        if (message.Headers.CountOf(HeaderNames.Host) > 1)
        {
            return RejectionReason.HostDuplicate;
        }

        if (!message.Headers.TryGet(HeaderNames.Host, out var host) || host.IsEmpty)
        {
            return RejectionReason.HostMissing;
        }

        message.SetAuthority(host);
        return RejectionReason.None;
    }

    private static RejectionReason ReadTarget(string target, RequestMessage message)
    {
        byte[] bytes = Encoding.Latin1.GetBytes(target);
        int question = bytes.AsSpan().IndexOf((byte)'?');
        ReadOnlySpan<byte> path = question < 0 ? bytes : bytes.AsSpan(0, question);
        ReadOnlySpan<byte> query = question < 0 ? default : bytes.AsSpan(question + 1);
        message.SetTarget(bytes, path, query, question >= 0);
        if (message.Method == RequestMethod.Connect)
        {
            return RejectionReason.ConnectNotAllowed;
        }

        bool isAsterisk = path.SequenceEqual("*"u8);
        return bytes.AsSpan().Contains((byte)'#') ? RejectionReason.FragmentInTarget
            : isAsterisk && message.Method == RequestMethod.Options && question < 0 ? RejectionReason.None
            : path.IsEmpty || path[0] != '/' || target.AsSpan().ContainsAnyExceptInRange('!', '~') ? RejectionReason.InvalidTarget
            : RejectionReason.None;
    }

    private static RejectionReason ReadFraming(bool canHaveBody, RequestMessage message)
    {
        message.HasBody = canHaveBody;
        message.ContentLength = canHaveBody ? null : 0;
        if (message.Headers.CountOf(HeaderNames.ContentLength) > 1)
        {
            return RejectionReason.ContentLengthDuplicate;
        }

        if (message.Headers.TryGet(HeaderNames.ContentLength, out var text))
        {
            if (!TryParseLength(text, out long length) || (length > 0 && !canHaveBody))
            {
                return RejectionReason.ContentLengthInvalid;
            }

            message.ContentLength = length;
        }

        return message.Headers.TryGet(HeaderNames.Expect, out var expect) && !Ascii.EqualsIgnoreCase(expect, "100-continue"u8)
            ? RejectionReason.ExpectationUnknown
            : RejectionReason.None;
    }

    /// <summary>1*DIGIT and nothing else, within 63 bits.</summary>
    private static bool TryParseLength(ReadOnlySpan<byte> text, out long length)
    {
        length = 0;
        foreach (byte b in text)
        {
            if (b is < (byte)'0' or > (byte)'9' || length > (long.MaxValue - 9) / 10)
            {
                return false;
            }

            length = (length * 10) + (b - '0');
        }

        return !text.IsEmpty;
    }

    private static RejectionReason First(RejectionReason earlier, RejectionReason later)
        => earlier != RejectionReason.None ? earlier : later;
}
