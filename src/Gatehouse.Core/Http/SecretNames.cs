using System.Text;

namespace Gatehouse.Core.Http;

/// <summary>
/// Names of header fields and query parameters that carry a secret in an exchange, as a plugin's configuration says. What logs show of
/// them is hidden. Made when the plugin is built.
/// </summary>
public sealed class SecretNames
{
    private readonly HeaderName[] _fields;
    private readonly byte[][] _parameters;

    /// <param name="fields">Names of header fields; those that cannot be one are left out.</param>
    /// <param name="parameters">Names of query parameters.</param>
    public SecretNames(IEnumerable<string> fields, IEnumerable<string> parameters)
    {
        _fields = [.. fields.Where(f => HttpSyntax.IsToken(f)).Select(f => new HeaderName(f))];
        _parameters = [.. parameters.Select(Encoding.UTF8.GetBytes)];
    }

    /// <summary>Whether a header field is one of them.</summary>
    public bool HasField(in HeaderMap.Field field)
    {
        foreach (var name in _fields)
        {
            if (field.Is(name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a query parameter, its name decoded, is one of them.</summary>
    public bool HasParameter(ReadOnlySpan<byte> name)
    {
        foreach (byte[] known in _parameters)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
