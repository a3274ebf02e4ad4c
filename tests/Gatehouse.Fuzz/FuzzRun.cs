using Gatehouse.Fuzz.Http1;

namespace Gatehouse.Fuzz;

/// <summary>Mutates seeds and feeds them to the targets until told to stop or an invariant breaks. Same seed, same run.</summary>
internal static class FuzzRun
{
    public static FuzzReport Execute(int seed, Func<bool> goOn)
    {
        var random = new Random(seed);
        byte[][] requests = Corpus.Load("request");
        byte[][] responses = Corpus.Load("response");
        int inputs = 0, acceptedRequests = 0, acceptedResponses = 0;
        while (goOn())
        {
            bool isRequest = inputs % 3 != 0;
            byte[][] seeds = isRequest ? requests : responses;
            byte[] input = inputs < seeds.Length ? seeds[inputs] : Mutator.Mutate(seeds, random);
            int splits = random.Next();
            try
            {
                if (isRequest)
                {
                    acceptedRequests += RequestTarget.Run(input, splits);
                }
                else
                {
                    acceptedResponses += ResponseTarget.Run(input, splits);
                }
            }
            catch (Exception exception)
            {
                string failure = $"seed {seed}, input {inputs}, splits {splits}:\n{Corpus.Escape(input)}\n{exception}";
                return new FuzzReport(inputs + 1, acceptedRequests, acceptedResponses, failure);
            }

            inputs++;
        }

        return new FuzzReport(inputs, acceptedRequests, acceptedResponses, null);
    }
}
