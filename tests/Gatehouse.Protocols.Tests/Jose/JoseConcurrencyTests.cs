using System.Text;
using Gatehouse.Protocols.Jose;
using Xunit;

namespace Gatehouse.Protocols.Tests.Jose;

public sealed class JoseConcurrencyTests
{
    [Fact]
    public void Verify_one_key_on_many_threads_never_mixes_answers()
    {
        var cases = TestKeys.Algorithms.Select(a => (Algorithm: a, Key: TestKeys.For(a), Good: Tokens.Signed(TestKeys.For(a).Signing, a))).ToArray();
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();

        // More threads than the pool of a key has places on a small machine.
        var threads = Enumerable.Range(0, 12).Select(seed => new Thread(() =>
        {
            var random = new Random(seed);
            for (int i = 0; i < 400; i++)
            {
                var (algorithm, key, good) = cases[random.Next(cases.Length)];
                bool bad = random.Next(2) == 0;
                byte[] bytes = Encoding.ASCII.GetBytes(good);
                bytes[good.LastIndexOf('.') + 5] ^= bad ? (byte)1 : (byte)0;
                var error = JwsToken.TryParse(new ReadOnlyMemory<byte>(bytes), JoseLimits.Default, out var token, out var parse) ? key.Verifying.Verify(token) : parse;
                if (error == JoseError.None == bad)
                {
                    wrong.Add($"{algorithm}: {error}");
                }

                if (i % 40 == 0 && Tokens.Check(Tokens.Signed(key.Signing, algorithm), key.Verifying) != JoseError.None)
                {
                    wrong.Add($"{algorithm}: signing");
                }
            }
        })).ToArray();
        Array.ForEach(threads, t => t.Start());
        Array.ForEach(threads, t => t.Join());

        Assert.Empty(wrong);
    }
}
