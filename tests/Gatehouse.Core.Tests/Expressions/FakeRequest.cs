using System.Net;
using System.Text;
using Gatehouse.Core.Expressions;

namespace Gatehouse.Core.Tests.Expressions;

/// <summary>The example request of docs/reference/expressions.md as a source. Counts what it is asked for.</summary>
internal sealed class FakeRequest : IExpressionSource
{
    public const string Claims =
        """
        {"sub":"alice","iss":"https://id.example.com","level":3,"score":0.5,"big":1e300,"admin":false,"nothing":null,
         "roles":["reader","editor"],"mixed":[1,"two",{"three":3},[4]],"realm_access":{"roles":["user"],"empty":{}},"exp":1772620200,
         "name":"Al\u00efce \ud83d\ude00 \"x\"","https://example.com/tenant":"acme","\u0061bc":1,"net":"10.1.2.3","twice":1,"twice":2}
        """;

    private readonly Dictionary<RequestVariable, string> _texts = new()
    {
        [RequestVariable.RequestMethod] = "GET",
        [RequestVariable.RequestPath] = "/orders/7",
        [RequestVariable.RequestHost] = "api.example.com",
        [RequestVariable.RequestScheme] = "https",
        [RequestVariable.ConsumerId] = "5e1c3b0a-0000-4000-8000-000000000001",
        [RequestVariable.ConsumerUsername] = "alice",
        [RequestVariable.RouteName] = "orders",
        [RequestVariable.ServiceName] = "orders-service",
    };

    private readonly Dictionary<RequestVariable, string[]> _lists = new()
    {
        [RequestVariable.ConsumerGroups] = ["staff", "billing"],
        [RequestVariable.ConsumerTags] = [],
        [RequestVariable.RouteTags] = ["public"],
    };

    private readonly (string Name, string Value)[] _headers =
        [("User-Agent", "curl/8.5"), ("X-Tenant", "acme"), ("X-Forwarded-By", "10.0.0.9"), ("Via", "1.1 a"), ("Via", "1.1 b")];

    private readonly (string Name, string Value)[] _query = [("page", "2"), ("tag", "a"), ("tag", "b c")];

    private readonly Dictionary<string, byte[]> _bytes = [];
    private byte[]? _claims = Encoding.UTF8.GetBytes(Claims);

    /// <summary>Number of reads so far.</summary>
    public int Reads { get; private set; }

    public FakeRequest WithClaims(string? json)
    {
        _claims = json is null ? null : Encoding.UTF8.GetBytes(json);
        return this;
    }

    public FakeRequest With(RequestVariable variable, string value)
    {
        _texts[variable] = value;
        return this;
    }

    /// <summary>A path of bytes that need not be UTF-8.</summary>
    public FakeRequest WithRawPath(byte[] path)
    {
        _texts[RequestVariable.RequestPath] = "raw path";
        _bytes["raw path"] = path;
        return this;
    }

    /// <inheritdoc/>
    public bool TryRead(int variable, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        Reads++;
        var which = (RequestVariable)variable;
        value = which switch
        {
            RequestVariable.RequestSize => ExpressionValue.Int(120),
            RequestVariable.ClientIp => ExpressionValue.Ip(Address),
            RequestVariable.Now => ExpressionValue.Timestamp(new DateTimeOffset(2026, 3, 4, 9, 30, 0, TimeSpan.Zero)),
            RequestVariable.Claims when _claims is not null => ExpressionValue.Json(_claims, ref scratch),
            _ => _texts.TryGetValue(which, out string? text) ? ExpressionValue.Text(Bytes(text)) : default,
        };
        return value.Kind != ExpressionKind.Fault;
    }

    /// <inheritdoc/>
    public bool TryReadEntry(int variable, scoped in ExpressionKey key, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        Reads++;
        value = default;
        int found = 0;
        foreach (var (name, text) in Of((RequestVariable)variable))
        {
            if (IsKey((RequestVariable)variable, key, name))
            {
                found++;
                value = found == 1 ? ExpressionValue.Text(Bytes(text)) : ExpressionValue.Fault(ExpressionFault.Repeated);
            }
        }

        return found > 0;
    }

    /// <inheritdoc/>
    public bool TryReadItem(int variable, scoped in ExpressionKey key, int index, scoped ref ExpressionScratch scratch, out ExpressionValue value)
    {
        Reads++;
        value = default;
        if (_lists.TryGetValue((RequestVariable)variable, out string[]? list))
        {
            value = index < list.Length ? ExpressionValue.Text(Bytes(list[index])) : default;
            return index < list.Length;
        }

        foreach (var (name, text) in Of((RequestVariable)variable))
        {
            if (IsKey((RequestVariable)variable, key, name) && index-- == 0)
            {
                value = ExpressionValue.Text(Bytes(text));
                return true;
            }
        }

        return false;
    }

    private static IPAddress Address { get; } = IPAddress.Parse("::ffff:203.0.113.7");

    private static bool IsHeader(RequestVariable variable) => variable is RequestVariable.RequestHeaders or RequestVariable.RequestHeaderValues;

    private (string Name, string Value)[] Of(RequestVariable variable) => IsHeader(variable) ? _headers : _query;

    private bool IsKey(RequestVariable variable, ExpressionKey key, string name)
        => IsHeader(variable) ? Ascii.EqualsIgnoreCase(key.Text, Bytes(name)) : key.Text.SequenceEqual(Bytes(name));

    private byte[] Bytes(string text)
    {
        if (!_bytes.TryGetValue(text, out byte[]? bytes))
        {
            bytes = _bytes[text] = Encoding.UTF8.GetBytes(text);
        }

        return bytes;
    }
}
