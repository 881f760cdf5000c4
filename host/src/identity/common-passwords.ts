/**
 * The words that people's passwords are most often made of, lower case and without the digits and signs around them. Shorter
 * ones are here because `Password2026!` is one of them with trimmings.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passwort passw passwd administrator admin adminadmin welcome welcomeback letmein letmeinnow iloveyou iloveyouso
  princess sunshine football baseball basketball superman batman spiderman starwars trustno monkey dragon master shadow michael
  jennifer jordan hunter ranger charlie thomas robert daniel ashley jessica michelle nicole qwerty qwertyuiop qwertyui qwert
  asdfghjkl asdfgh zxcvbnm zxcvbn qazwsx qazwsxedc abcdef abcdefg abcdefgh abcabc changeme changeit changemenow default guest
  login loginlogin secret secretpassword mypassword yourpassword thepassword newpassword oldpassword password1234
  passwordpassword company companyname test testtest testing tester demo demodemo example sample system manager root toor
  superuser supervisor server computer internet google facebook microsoft windows samsung apple iphone android huawei tessera
  tesseracrm crm sales salesforce marketing service support helpdesk customer customers business office summer winter spring
  autumn january february march april june july august september october november december monday tuesday wednesday thursday
  friday saturday sunday freedom whatever nothing hello hellohello helloworld goodmorning goodbye correcthorsebatterystaple
  liverpool chelsea arsenal manchester barcelona realmadrid juventus yankees cowboys steelers lakers mustang ferrari porsche
  corvette harley mercedes toyota pokemon naruto minecraft fortnite pikachu matrix access accessdenied flower butterfly
  chocolate cookie cheese banana orange purple silver golden diamond lovely loveme lovelove forever babygirl sweetheart
  woaini woaini1314 woaiwojia wodemima mima mimamima nihao nihaonihao zhongguo beijing shanghai shenzhen guangzhou caonima
  aini aini1314 woainimama qq123456 asd123456 abc123456 a123456789 aa123456789 1q2w3e4r5t 1qaz2wsx3edc q1w2e3r4t5 1234qwerasdf
  zaq12wsxcde3 qwer1234asdf 123qweasdzxc qweasdzxc 5201314520 1314520520 147258369 159357258 789456123 112233445566 123321123321
  0987654321 9876543210 1234567890 12345678910 123456789a 1122334455 1029384756 11223344556 147852369 741852963`.split(
    /\s+/,
  ),
);
