using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gatehouse.Fuzz.Http1;
using Xunit;

namespace Gatehouse.Net.Tests.Http1;

public class Http1RoundTripTests
{
    private const string Token = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    [Fact]
    public void Request_valid_meansTheSameAfterWritingAndParsing()
    {
        Config configuration = Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20261121, 1);
        Check.One(configuration, Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => RoundTrip.Check(Create(new Random(seed)), new Random(seed))));
    }

    private static RecordedRequest Create(Random random)
    {
        var request = new RecordedRequest
        {
            Method = "X" + Text(random, Token, 20),
            Target = "/" + new string([.. Enumerable.Range(0, random.Next(200)).Select(_ => Visible(random))]),
            HasBody = random.Next(2) == 0,
        };
        request.IsChunked = request.HasBody && random.Next(2) == 0;
        for (int i = random.Next(30); i > 0; i--)
        {
            request.Fields.Add(("X-" + Text(random, Token, 30), Value(random)));
        }

        if (request.HasBody)
        {
            request.Body.Append(Encoding.Latin1.GetString(Bytes(random, random.Next(3) == 0 ? random.Next(60_000) : random.Next(300))));
        }

        for (int i = request.IsChunked ? random.Next(4) : 0; i > 0; i--)
        {
            request.Trailers.Add(("X-" + Text(random, Token, 10), Value(random)));
        }

        return request;
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static char Visible(Random random)
    {
        char c = (char)random.Next(0x21, 0x7f);
        return c == '#' ? '?' : c;
    }

    private static string Text(Random random, string alphabet, int max) =>
        new([.. Enumerable.Range(0, random.Next(max)).Select(_ => alphabet[random.Next(alphabet.Length)])]);

    /// <summary>A field value: anything but control bytes, with blanks and tabs inside only.</summary>
    private static string Value(Random random)
    {
        string inner = new([.. Enumerable.Range(0, random.Next(100)).Select(_ => random.Next(10) switch
        {
            0 => ' ',
            1 => '\t',
            2 => (char)random.Next(0x80, 0x100),
            _ => Visible(random),
        })]);
        return inner.Trim(' ', '\t');
    }
}
