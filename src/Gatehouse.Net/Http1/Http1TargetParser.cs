using System.Text;

namespace Gatehouse.Net.Http1;

/// <summary>Splits a request-target (RFC 9112 §3.2) into authority, path and query. Whether the path makes sense is decided later, once.</summary>
internal static class Http1TargetParser
{
    public static Http1Rejection Parse(ReadOnlySpan<byte> method, ReadOnlySpan<byte> target, int minorVersion, out Http1RequestLine line)
    {
        line = default;
        int invalid = target.IndexOfAnyExcept(Http1Characters.Target);
        if (invalid >= 0)
        {
            return target[invalid] switch
            {
                (byte)'#' => Http1Rejection.FragmentInTarget,
                (byte)'\r' => Http1Rejection.BareCarriageReturn,
                _ => Http1Rejection.InvalidTarget,
            };
        }

        Http1TargetForm form = Http1TargetForm.Origin;
        ReadOnlySpan<byte> authority = default;
        ReadOnlySpan<byte> path = target;
        if (target[0] != '/')
        {
            if (target.Length == 1 && target[0] == '*')
            {
                if (!method.SequenceEqual("OPTIONS"u8))
                {
                    return Http1Rejection.InvalidTarget;
                }

                form = Http1TargetForm.Asterisk;
            }
            else if (TrySplitAbsolute(target, out authority, out path))
            {
                form = Http1TargetForm.Absolute;
            }
            else
            {
                return Http1Rejection.InvalidTarget;
            }
        }

        int mark = path.IndexOf((byte)'?');
        ReadOnlySpan<byte> query = mark < 0 ? default : path[(mark + 1)..];
        path = mark < 0 ? path : path[..mark];
        line = new Http1RequestLine
        {
            Method = method,
            Target = target,
            Path = path.IsEmpty ? "/"u8 : path,
            Query = query,
            Authority = authority,
            HasQuery = mark >= 0,
            Form = form,
            MinorVersion = minorVersion,
        };
        return Http1Rejection.None;
    }

    private static bool TrySplitAbsolute(ReadOnlySpan<byte> target, out ReadOnlySpan<byte> authority, out ReadOnlySpan<byte> path)
    {
        authority = path = default;
        int scheme = StartsWith(target, "http://"u8) ? 7 : StartsWith(target, "https://"u8) ? 8 : 0;
        if (scheme == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> rest = target[scheme..];
        int end = rest.IndexOfAny((byte)'/', (byte)'?');
        authority = end < 0 ? rest : rest[..end];
        path = end < 0 ? default : rest[end..];
        return Http1Host.IsValid(authority);
    }

    private static bool StartsWith(ReadOnlySpan<byte> target, ReadOnlySpan<byte> scheme) =>
        target.Length >= scheme.Length && Ascii.EqualsIgnoreCase(target[..scheme.Length], scheme);
}
