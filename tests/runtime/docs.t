# What the documentation shows must work as it stands.

NAME every example of the documentation
RUN sh $here/docs /lab/README.md /lab/docs/language.md
TIMEOUT 240
EXPECT_REGEX [0-9]+ examples ran, 0 failed
ONLY
