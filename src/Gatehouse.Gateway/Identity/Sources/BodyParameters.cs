using Gatehouse.Core.Http;

namespace Gatehouse.Gateway.Identity.Sources;

/// <summary>
/// Finds and removes parameters of a request body that is in memory: form, JSON object or multipart form. For credentials that
/// arrive in bodies; it allocates.
/// </summary>
internal static class BodyParameters
{
    /// <summary>Finds a parameter and its value. A body that is none of the three kinds, or broken, has none.</summary>
    public static ParameterMatch Find(HeaderMap headers, ReadOnlySpan<byte> body, ReadOnlySpan<byte> name, out byte[] value)
    {
        value = [];
        switch (BodyKinds.Of(headers, out var boundary))
        {
            case BodyKind.Form:
                var match = QueryParameters.Find(body, name, new byte[body.Length], out var found);
                value = found.ToArray();
                return match;
            case BodyKind.Json:
                return JsonBody.Find(body, name, out value);
            case BodyKind.Multipart:
                return MultipartBody.Find(body, boundary, name, out value);
            default:
                return ParameterMatch.None;
        }
    }

    /// <summary>The body without the parameters of these names; null when it has none of them.</summary>
    public static byte[]? Remove(HeaderMap headers, ReadOnlySpan<byte> body, ReadOnlySpan<byte[]> names)
    {
        switch (BodyKinds.Of(headers, out var boundary))
        {
            case BodyKind.Form:
                byte[] copy = new byte[body.Length];
                int length = QueryParameters.Copy(body, names, copy, new byte[body.Length]);
                return length == body.Length ? null : copy[..length];
            case BodyKind.Json:
                return JsonBody.Remove(body, names);
            case BodyKind.Multipart:
                return MultipartBody.Remove(body, boundary, names);
            default:
                return null;
        }
    }
}
