import io.quicktype.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Reads answers with the classes that quicktype made of the schema, and compares each deadline with the instant. */
public final class ReadAnswers {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            Evaluation answer = Converter.fromJsonString(Files.readString(Path.of(file), StandardCharsets.UTF_8));
            Instant at = answer.getAt().toInstant();
            for (Obligation duty : answer.getObligations()) {
                if (duty.getDue() == null) continue;
                Instant strict = duty.getDue().getEnds().getStrict().toInstant();
                Instant lenient = duty.getDue().getEnds().getLenient().toInstant();
                System.out.println(String.join("\t", Path.of(file).getFileName().toString(), duty.getKey(),
                        Long.toString(strict.getEpochSecond()), Long.toString(lenient.getEpochSecond()),
                        Boolean.toString(!at.isBefore(strict)), Boolean.toString(!at.isBefore(lenient))));
            }
        }
    }
}
